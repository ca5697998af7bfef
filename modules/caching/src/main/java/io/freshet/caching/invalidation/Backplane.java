package io.freshet.caching.invalidation;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Channel on which instances tell each other that the ledger has news. A hint carries
 * nothing: whoever gets one looks at the ledger. So a hint that is lost, late, doubled or
 * made up costs time and nothing else. All publishers are cold.
 */
public interface Backplane {

	/**
	 * Reaches nobody.
	 */
	Backplane NONE = new Backplane() {

		@Override
		public Mono<Void> send() {
			return Mono.empty();
		}

		@Override
		public Flux<Hint> hints() {
			return Flux.never();
		}

	};

	/**
	 * Gives all other instances a hint.
	 * @return completes when it was handed over; an error if it could not be
	 */
	Mono<Void> send();

	/**
	 * Listens for the hints of other instances, not for those of this one.
	 * @return the hints from now on; an error when the channel is lost
	 */
	Flux<Hint> hints();

	/**
	 * Says: look now.
	 */
	enum Hint {

		/** There is news in the ledger. */
		LOOK_NOW

	}

}
