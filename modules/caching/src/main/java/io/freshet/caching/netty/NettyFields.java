package io.freshet.caching.netty;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.HttpHeaders;

import io.freshet.caching.http.HeaderFields;

/**
 * The header fields of a request as they came. Most fields are asked for in vain, and to
 * find that out a hash of the name is made each time; that no field has a name of its
 * length says the same for less.
 */
final class NettyFields implements HeaderFields {

	private final HttpHeaders headers;

	/** A bit for each length that a name has, modulo 64. */
	private final long lengths;

	NettyFields(HttpHeaders headers) {
		this.headers = headers;
		long seen = 0;
		for (Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence(); fields
			.hasNext();) {
			seen |= bit(fields.next().getKey());
		}
		this.lengths = seen;
	}

	private static long bit(CharSequence name) {
		return 1L << name.length();
	}

	@Override
	public List<String> values(String name) {
		return ((this.lengths & bit(name)) != 0) ? this.headers.getAll(name) : List.of();
	}

	@Override
	public boolean has(String name) {
		return (this.lengths & bit(name)) != 0 && this.headers.contains(name);
	}

}
