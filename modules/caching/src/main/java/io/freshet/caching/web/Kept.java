package io.freshet.caching.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.freshet.caching.http.StoredResponse;

/**
 * What is kept under the key of a request: a response that does not vary, or which
 * variants there are. Each variant is kept under a key of its own, so that none of them
 * has to be read or written for the sake of another.
 */
sealed interface Kept {

	/**
	 * A response: the only one, or one variant.
	 *
	 * @param response the response
	 */
	record One(StoredResponse response) implements Kept {
	}

	/**
	 * The variants that were stored last, the newest first. That one is missing here
	 * costs a request to the handler and no more, so nobody waits for anybody to write
	 * this.
	 *
	 * @param selecting what the requests of the variants said in the fields that the
	 * responses vary by
	 */
	record Variants(List<Map<String, String>> selecting) implements Kept {

		static final Variants NONE = new Variants(List.of());

		private static final int MOST = 64;

		/**
		 * Copies the list.
		 */
		public Variants {
			selecting = List.copyOf(selecting);
		}

		Variants with(Map<String, String> variant) {
			List<Map<String, String>> all = new ArrayList<>();
			all.add(variant);
			for (Map<String, String> other : this.selecting) {
				if (!other.equals(variant) && all.size() < MOST) {
					all.add(other);
				}
			}
			return new Variants(all);
		}

		/**
		 * Returns by which fields the responses vary, each combination once.
		 */
		Set<Set<String>> fields() {
			Set<Set<String>> fields = new LinkedHashSet<>();
			this.selecting.forEach((variant) -> fields.add(variant.keySet()));
			return fields;
		}

	}

}
