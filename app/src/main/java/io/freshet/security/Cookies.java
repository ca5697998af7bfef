package io.freshet.security;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.web.server.ServerWebExchange;

/**
 * A cookie that scripts cannot read. Over https no other host can set it either, which
 * its name says.
 *
 * @param name the name, without what https adds
 * @param sameSite whether other sites may cause it to be sent
 */
record Cookies(String name, String sameSite) {

	/** The token of who is signed in: sent by our own pages only. */
	static final Cookies TOKEN = new Cookies("freshet-token", "Strict");

	/** A sign-in under way: must be there when the issuer sends people back. */
	static final Cookies SIGN_IN = new Cookies("freshet-sign-in", "Lax");

	private static final String HOST_ONLY = "__Host-";

	@Nullable String read(ServerWebExchange exchange) {
		HttpCookie cookie = exchange.getRequest().getCookies().getFirst(nameFor(exchange));
		return (cookie != null && !cookie.getValue().isEmpty()) ? cookie.getValue() : null;
	}

	void write(ServerWebExchange exchange, String value, Duration maxAge) {
		exchange.getResponse()
			.addCookie(ResponseCookie.from(nameFor(exchange), value)
				.httpOnly(true)
				.secure(isSecure(exchange))
				.sameSite(this.sameSite)
				.path("/")
				.maxAge(maxAge)
				.build());
	}

	void clear(ServerWebExchange exchange) {
		write(exchange, "", Duration.ZERO);
	}

	private String nameFor(ServerWebExchange exchange) {
		return isSecure(exchange) ? HOST_ONLY + this.name : this.name;
	}

	private static boolean isSecure(ServerWebExchange exchange) {
		return "https".equals(exchange.getRequest().getURI().getScheme());
	}

}
