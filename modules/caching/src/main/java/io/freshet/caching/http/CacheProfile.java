package io.freshet.caching.http;

import org.springframework.modulith.NamedInterface;

/**
 * Which rules decide on a route.
 */
@NamedInterface("administration")
public enum CacheProfile {

	/**
	 * For an application's own routes: what might be meant for one user alone is neither
	 * looked up nor kept, and a response is fresh for as long as the route says.
	 */
	SAFE,

	/**
	 * For a shared cache in front of any origin, which follows the header fields to the
	 * letter (RFC 9111).
	 */
	STANDARD

}
