package io.freshet.checker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A request over HTTP.
 *
 * @param method the method
 * @param target path and query
 * @param headers the header fields
 * @param body the body, empty for none
 */
record Request(String method, String target, Map<String, String> headers, String body) {

	/**
	 * All instances are asked under one name, so that what one of them stored answers for
	 * the others as well.
	 */
	private static final String HOST = "freshet.test";

	static Request get(String target) {
		return new Request("GET", target, Map.of(), "");
	}

	static Request delete(String target) {
		return new Request("DELETE", target, Map.of(), "");
	}

	static Request of(String method, String target, String body) {
		return new Request(method, target, Map.of("Content-Type", "application/json"), body);
	}

	Request with(String name, String value) {
		Map<String, String> added = new HashMap<>(this.headers);
		added.put(name, value);
		return new Request(this.method, this.target, added, this.body);
	}

	byte[] bytes() {
		byte[] content = this.body.getBytes(StandardCharsets.UTF_8);
		StringBuilder head = new StringBuilder().append(this.method)
			.append(' ')
			.append(this.target)
			.append(" HTTP/1.1\r\nHost: " + HOST + "\r\n");
		this.headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
		if (content.length > 0) {
			head.append("Content-Length: ").append(content.length).append("\r\n");
		}
		byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
		byte[] all = new byte[first.length + content.length];
		System.arraycopy(first, 0, all, 0, first.length);
		System.arraycopy(content, 0, all, first.length, content.length);
		return all;
	}

}
