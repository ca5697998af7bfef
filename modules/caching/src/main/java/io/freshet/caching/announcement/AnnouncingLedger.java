package io.freshet.caching.announcement;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import io.freshet.caching.invalidation.FreshnessToken;
import io.freshet.caching.invalidation.FreshnessView;
import io.freshet.caching.invalidation.Invalidation;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.store.LogLimit;

/**
 * Has every invalidation announced that is committed through it: those that this instance
 * makes, and not those that it learns of.
 */
public final class AnnouncingLedger implements InvalidationLedger {

	private static final Logger logger = LoggerFactory.getLogger(AnnouncingLedger.class);

	private final InvalidationLedger delegate;

	private final InvalidationAnnouncer announcer;

	private final LogLimit failures = new LogLimit();

	/**
	 * Puts announcing around a ledger.
	 * @param delegate the ledger
	 * @param announcer announces
	 */
	public AnnouncingLedger(InvalidationLedger delegate, InvalidationAnnouncer announcer) {
		this.delegate = delegate;
		this.announcer = announcer;
	}

	@Override
	public FreshnessView view() {
		return this.delegate.view();
	}

	@Override
	public Mono<Void> refreshed() {
		return this.delegate.refreshed();
	}

	@Override
	public Mono<Boolean> sees(FreshnessToken token) {
		return this.delegate.sees(token);
	}

	@Override
	public Mono<Long> append(Invalidation invalidation) {
		return this.delegate.append(invalidation);
	}

	/** This instance first: whoever is told asks here. */
	@Override
	public void committed(long position, Invalidation invalidation) {
		this.delegate.committed(position, invalidation);
		try {
			this.announcer.announce(invalidation);
		}
		catch (RuntimeException ex) {
			this.failures
				.log((more) -> logger.warn("An invalidation could not be announced, {} more of late", more, ex));
		}
	}

}
