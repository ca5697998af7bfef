package io.freshet.caching.http;

import java.util.Locale;

/**
 * Why a request went to the origin (RFC 9211, section 2.2).
 */
public enum ForwardReason {

	/**
	 * The cache does not handle the request.
	 */
	BYPASS,

	/**
	 * The method is never answered from the cache.
	 */
	METHOD,

	/**
	 * Nothing is stored for the URI.
	 */
	URI_MISS,

	/**
	 * What is stored for the URI is for other requests, by {@code Vary}.
	 */
	VARY_MISS,

	/**
	 * Nothing stored can be used, for one of both reasons.
	 */
	MISS,

	/**
	 * A fresh response is stored, but the request asks for another.
	 */
	REQUEST,

	/**
	 * A response is stored, but is stale.
	 */
	STALE;

	private final String token = name().toLowerCase(Locale.ROOT).replace('_', '-');

	/**
	 * Returns the value of the parameter {@code fwd}.
	 * @return the token
	 */
	public String token() {
		return this.token;
	}

}
