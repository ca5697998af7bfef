package com.example.gateway;

import java.util.List;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** The fields that are for one connection (RFC 9110, section 7.6.1). */
final class HopByHop {

	private static final List<String> NAMES = List.of("Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer",
			"Transfer-Encoding", "Upgrade");

	private HopByHop() {
	}

	static void remove(HttpHeaders fields) {
		for (String line : fields.getAll(HttpHeaderNames.CONNECTION)) {
			for (String name : line.split(",", -1)) {
				if (!name.isBlank()) {
					fields.remove(name.strip());
				}
			}
		}
		NAMES.forEach(fields::remove);
	}

}
