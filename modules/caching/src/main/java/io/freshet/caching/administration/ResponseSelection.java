package io.freshet.caching.administration;

import java.net.URI;

import io.freshet.caching.CacheTag;

/**
 * The responses that an administrator means.
 */
public sealed interface ResponseSelection {

	/**
	 * Returns how that was said.
	 * @return the text
	 */
	String text();

	/**
	 * Those of one URI with its very query, in all variants, for all principals.
	 *
	 * @param uri the URI, absolute
	 */
	record Url(URI uri) implements ResponseSelection {

		@Override
		public String text() {
			return this.uri.toString();
		}

	}

	/**
	 * Those that carry a cache tag, and the entries of other caches that do.
	 *
	 * @param tag the tag
	 */
	record Tag(CacheTag tag) implements ResponseSelection {

		@Override
		public String text() {
			return this.tag.value();
		}

	}

	/**
	 * Those of a group (RFC 9875).
	 *
	 * @param origin scheme and authority of the origin whose group it is
	 * @param name the name of the group
	 */
	record Group(String origin, String name) implements ResponseSelection {

		@Override
		public String text() {
			return this.name;
		}

	}

	/**
	 * Those to which their handler gave a label in {@code Surrogate-Key}.
	 *
	 * @param key the label
	 */
	record SurrogateKey(String key) implements ResponseSelection {

		@Override
		public String text() {
			return this.key;
		}

	}

}
