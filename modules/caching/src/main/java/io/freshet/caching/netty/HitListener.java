package io.freshet.caching.netty;

/**
 * Is told of requests that were answered in front of WebFlux, which sees nothing of them.
 */
@FunctionalInterface
public interface HitListener {

	/**
	 * Nobody wants to know.
	 */
	HitListener NONE = (status, nanos) -> {
	};

	/**
	 * A hit was answered. Called on an event loop, for each of them.
	 * @param status the status code
	 * @param nanos the time from when the request was seen, in nanoseconds
	 */
	void answered(int status, long nanos);

}
