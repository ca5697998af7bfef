package io.freshet.caching.web;

import java.util.List;

import org.springframework.http.HttpHeaders;

import io.freshet.caching.http.HeaderFields;

/**
 * The header fields of a request, as decisions look at them.
 *
 * @param headers the header fields
 */
record RequestFields(HttpHeaders headers) implements HeaderFields {

	@Override
	public List<String> values(String name) {
		return this.headers.getOrEmpty(name);
	}

	/**
	 * Most are asked for in vain, which need not cost a list.
	 */
	@Override
	public boolean has(String name) {
		return this.headers.containsHeader(name);
	}

}
