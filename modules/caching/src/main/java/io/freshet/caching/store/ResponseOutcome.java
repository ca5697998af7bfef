package io.freshet.caching.store;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How the response cache answered a request: what {@code X-Cache} says, and why, as
 * {@code Cache-Status} says it (RFC 9211).
 */
public enum ResponseOutcome {

	/**
	 * A fresh response was served.
	 */
	HIT("hit", "fresh"),

	/**
	 * Served stale, and the handler is asked behind the client's back.
	 */
	STALE_WHILE_REVALIDATE("stale"),

	/**
	 * Served stale, which the client allows.
	 */
	MAX_STALE("stale"),

	/**
	 * Served stale, because the handler failed.
	 */
	STALE_IF_ERROR("stale"),

	/**
	 * Served although nobody could judge it.
	 */
	UNJUDGED("stale"),

	/**
	 * An answer of the handler, made of something stale.
	 */
	STALE_PARTS("stale"),

	/**
	 * Served after the handler said that it still holds.
	 */
	REVALIDATED("revalidated", "stale"),

	/**
	 * Served after the handler said that it still holds, which only the request asked to
	 * know.
	 */
	REVALIDATED_ON_REQUEST("revalidated", "request"),

	/**
	 * Nothing is stored for the URI.
	 */
	URI_MISS("miss"),

	/**
	 * What is stored for the URI is for other requests.
	 */
	VARY_MISS("miss"),

	/**
	 * Nothing stored can be used, for one of both reasons.
	 */
	MISS("miss"),

	/**
	 * The request asks for another response than the one that is stored.
	 */
	REQUEST("miss"),

	/**
	 * What is stored is stale.
	 */
	STALE("miss"),

	/**
	 * Refused: nothing is stored, and the client wants nothing else.
	 */
	ONLY_IF_CACHED("miss"),

	/**
	 * The method is never answered from the cache.
	 */
	METHOD("bypass"),

	/**
	 * The request carries credentials.
	 */
	AUTHORIZATION("bypass"),

	/**
	 * The request carries cookies.
	 */
	COOKIES("bypass"),

	/**
	 * The request says {@code no-store}.
	 */
	NO_STORE("bypass"),

	/**
	 * The request has a body.
	 */
	BODY("bypass"),

	/**
	 * The path may be another one to the server that answers.
	 */
	AMBIGUOUS_PATH("bypass"),

	/**
	 * The request asks for another protocol.
	 */
	UPGRADE("bypass"),

	/**
	 * Responses are for one principal each, and there is none.
	 */
	NO_PRINCIPAL("bypass"),

	/**
	 * The client knows of a change that this instance does not.
	 */
	UNSEEN_WRITE("bypass"),

	/**
	 * An administrator has switched the cache off.
	 */
	SWITCHED_OFF("bypass");

	private final String status;

	private final String reason;

	private final String cache;

	ResponseOutcome(String status) {
		this.status = status;
		this.reason = name().toLowerCase(Locale.ROOT).replace('_', '-');
		this.cache = status.toUpperCase(Locale.ROOT);
	}

	ResponseOutcome(String status, String reason) {
		this.status = status;
		this.reason = reason;
		this.cache = status.toUpperCase(Locale.ROOT);
	}

	/**
	 * Returns what {@code X-Cache} says.
	 * @return the status as clients see it
	 */
	public String cache() {
		return this.cache;
	}

	/**
	 * Returns what {@code X-Cache} says, in lower case.
	 * @return {@code hit}, {@code stale}, {@code revalidated}, {@code miss} or
	 * {@code bypass}
	 */
	public String status() {
		return this.status;
	}

	/**
	 * Returns why.
	 * @return one of few words
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * Finds an outcome.
	 * @param status what {@code X-Cache} says, in any case
	 * @param reason why
	 * @return the outcome; {@code null} if there is none of that status and reason
	 */
	public static @Nullable ResponseOutcome of(String status, String reason) {
		for (ResponseOutcome outcome : values()) {
			if (outcome.status.equalsIgnoreCase(status) && outcome.reason.equals(reason)) {
				return outcome;
			}
		}
		return null;
	}

}
