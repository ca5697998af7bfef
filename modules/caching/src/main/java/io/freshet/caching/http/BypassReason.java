package io.freshet.caching.http;

/**
 * Why a request of a cached route passes the cache by, in both directions.
 */
public enum BypassReason {

	/**
	 * It carries credentials in {@code Authorization}: the answer may be for this user
	 * alone.
	 */
	AUTHORIZATION,

	/**
	 * It carries cookies, which the route does not say to ignore.
	 */
	COOKIES,

	/**
	 * It says {@code no-store} (RFC 9111, section 5.2.1.5).
	 */
	NO_STORE,

	/**
	 * It has a body, which may decide on the answer.
	 */
	BODY,

	/**
	 * Its path may be another one to the server that answers.
	 */
	AMBIGUOUS_PATH,

	/**
	 * It asks for another protocol, such as WebSocket: what follows is no response.
	 */
	UPGRADE,

	/**
	 * Each principal of the route has responses of its own, and the request has none.
	 */
	NO_PRINCIPAL,

	/**
	 * The client says that it knows of a change which this instance did not learn of in
	 * time.
	 */
	UNSEEN_WRITE,

	/**
	 * An administrator has switched the cache off.
	 */
	SWITCHED_OFF

}
