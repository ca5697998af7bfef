package io.freshet.caching.method;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

import io.freshet.caching.CachePolicy;
import io.freshet.caching.CachePolicyBuilder;
import io.freshet.caching.Cached;
import io.freshet.caching.LeasePolicy;
import io.freshet.caching.RefreshAhead;

/**
 * Reads the settings of an annotation, which are texts.
 */
final class CachedSettings {

	private CachedSettings() {
	}

	/**
	 * Makes the change of the cache's settings that an annotation asks for.
	 * @return the change; it throws if a text is none of a setting
	 */
	static UnaryOperator<CachePolicy> of(Cached cached) {
		return (common) -> {
			boolean hasTtl = StringUtils.hasText(cached.ttl()) && !CachedExpressions.isTemplate(cached.ttl());
			CachePolicy lasting = hasTtl ? common.withTtl(duration("ttl", cached.ttl())) : common;
			CachePolicyBuilder policy = lasting.toBuilder();
			durations(cached, policy);
			ifSet("jitter", cached.jitter(), CachedSettings::number, policy::jitter);
			if (cached.cachedErrors().length > 0) {
				policy.cachedErrors(Set.of(cached.cachedErrors()));
			}
			policy.refreshAhead(refreshAhead(cached, common.refreshAhead()));
			ifSet("stalenessSampling", cached.stalenessSampling(), CachedSettings::number, policy::stalenessSampling);
			if (StringUtils.hasText(cached.lease()) || StringUtils.hasText(cached.leaseMaxWait())) {
				policy.lease(lease(cached, common.lease()));
			}
			return policy.build();
		};
	}

	private static void durations(Cached cached, CachePolicyBuilder policy) {
		ifSet("hardTtl", cached.hardTtl(), CachedSettings::duration, policy::hardTtl);
		ifSet("tti", cached.tti(), CachedSettings::duration, policy::tti);
		ifSet("negativeTtl", cached.negativeTtl(), CachedSettings::duration, policy::negativeTtl);
		ifSet("errorTtl", cached.errorTtl(), CachedSettings::duration, policy::errorTtl);
		ifSet("softTimeout", cached.softTimeout(), CachedSettings::duration, policy::softTimeout);
		ifSet("hardTimeout", cached.hardTimeout(), CachedSettings::duration, policy::hardTimeout);
		ifSet("retryAfter", cached.retryAfter(), CachedSettings::duration, policy::retryAfter);
		ifSet("failSafe", cached.failSafe(), CachedSettings::duration, policy::failSafe);
	}

	private static RefreshAhead refreshAhead(Cached cached, RefreshAhead common) {
		double age = StringUtils.hasText(cached.refreshAheadAge()) ? number("refreshAheadAge", cached.refreshAheadAge())
				: common.age();
		double beta = StringUtils.hasText(cached.refreshAheadBeta())
				? number("refreshAheadBeta", cached.refreshAheadBeta()) : common.beta();
		return new RefreshAhead(age, beta);
	}

	private static LeasePolicy lease(Cached cached, @Nullable LeasePolicy common) {
		Assert.isTrue(common != null || StringUtils.hasText(cached.lease()),
				"leaseMaxWait: lease must be set as well, here or for the cache");
		Duration held = StringUtils.hasText(cached.lease()) ? duration("lease", cached.lease())
				: Objects.requireNonNull(common).duration();
		if (StringUtils.hasText(cached.leaseMaxWait())) {
			return new LeasePolicy(held, duration("leaseMaxWait", cached.leaseMaxWait()));
		}
		return new LeasePolicy(held, (common != null) ? common.maxWait() : held);
	}

	private static <T> void ifSet(String name, String text, BiFunction<String, String, T> parser, Consumer<T> setting) {
		if (StringUtils.hasText(text)) {
			setting.accept(parser.apply(name, text));
		}
	}

	private static Duration duration(String name, String text) {
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(name + ": " + ex.getMessage(), ex);
		}
	}

	private static double number(String name, String text) {
		try {
			return Double.parseDouble(text);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(name + ": '" + text + "' is not a number", ex);
		}
	}

}
