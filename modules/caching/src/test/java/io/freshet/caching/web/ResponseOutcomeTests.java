package io.freshet.caching.web;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.freshet.caching.http.BypassReason;
import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.http.ForwardReason;
import io.freshet.caching.http.Staleness;
import io.freshet.caching.store.ResponseOutcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever can be told to a client has an outcome of its own.
 */
class ResponseOutcomeTests {

	@ParameterizedTest
	@EnumSource(BypassReason.class)
	void thereIsOneForEachReasonToPassTheCacheBy(BypassReason reason) {
		ResponseOutcome told = ToldStatus.bypass(reason).outcome();

		assertThat(told.status()).isEqualTo("bypass");
		assertThat(told.reason()).isEqualTo(word(reason));
	}

	@ParameterizedTest
	@EnumSource(value = ForwardReason.class, mode = EnumSource.Mode.EXCLUDE, names = { "BYPASS", "METHOD" })
	void thereIsOneForEachReasonToAskTheHandler(ForwardReason reason) {
		ResponseOutcome told = ToldStatus.miss(CacheStatus.forwarded(reason)).outcome();

		assertThat(told.status()).isEqualTo("miss");
		assertThat(told.reason()).isEqualTo(reason.token());
	}

	@ParameterizedTest
	@EnumSource(value = Staleness.class, mode = EnumSource.Mode.EXCLUDE, names = "FRESH")
	void thereIsOneForEachRightToServeStale(Staleness staleness) {
		ResponseOutcome told = ToldStatus.hit(staleness, false, Duration.ZERO).outcome();

		assertThat(told.status()).isEqualTo("stale");
		assertThat(told.reason()).isEqualTo(word(staleness));
	}

	@Test
	void statusAndReasonTellThemApart() {
		EnumSet<ResponseOutcome> found = EnumSet.noneOf(ResponseOutcome.class);

		for (ResponseOutcome outcome : ResponseOutcome.values()) {
			found.add(ResponseOutcome.of(outcome.status().toUpperCase(Locale.ROOT), outcome.reason()));
		}

		assertThat(found).hasSize(ResponseOutcome.values().length);
	}

	@Test
	void thereIsNoneForWhatNobodySays() {
		assertThat(ResponseOutcome.of("hit", "of-mine")).isNull();
	}

	private static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
