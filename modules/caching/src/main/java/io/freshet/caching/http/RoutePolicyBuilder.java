package io.freshet.caching.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Collects the settings of a route. See {@link RoutePolicy} for what they mean.
 */
public final class RoutePolicyBuilder {

	private final CacheProfile profile;

	private @Nullable Duration ttl;

	private @Nullable Set<String> query;

	private @Nullable Set<Integer> statuses;

	private List<String> keyedHeaders = List.of();

	private boolean ignoreCookies;

	private boolean ignoreClientDirectives;

	private boolean principalScoped;

	private long maxBodySize = 1024 * 1024;

	private Duration keepStale = Duration.ZERO;

	private Duration failSafe = Duration.ZERO;

	private List<String> targetedFields = List.of();

	private boolean invalidateOnUnsafe = true;

	private long compressionThreshold = RoutePolicy.NEVER_COMPRESSED;

	RoutePolicyBuilder(CacheProfile profile) {
		this.profile = profile;
	}

	/**
	 * Sets the freshness lifetime.
	 * @param ttl the freshness lifetime; {@code null} if the header fields decide
	 * @return this builder
	 */
	public RoutePolicyBuilder ttl(@Nullable Duration ttl) {
		this.ttl = ttl;
		return this;
	}

	/**
	 * Sets the query parameters that count.
	 * @param query the query parameters that count; {@code null} if all do
	 * @return this builder
	 */
	public RoutePolicyBuilder query(@Nullable Set<String> query) {
		this.query = query;
		return this;
	}

	/**
	 * Sets the status codes that are kept.
	 * @param statuses the status codes that are kept; {@code null} if all that may be
	 * @return this builder
	 */
	public RoutePolicyBuilder statuses(@Nullable Set<Integer> statuses) {
		this.statuses = statuses;
		return this;
	}

	/**
	 * Sets the request header fields that count.
	 * @param keyedHeaders the request header fields that count
	 * @return this builder
	 */
	public RoutePolicyBuilder keyedHeaders(List<String> keyedHeaders) {
		this.keyedHeaders = keyedHeaders;
		return this;
	}

	/**
	 * Sets whether cookies do not matter.
	 * @param ignoreCookies whether cookies do not matter
	 * @return this builder
	 */
	public RoutePolicyBuilder ignoreCookies(boolean ignoreCookies) {
		this.ignoreCookies = ignoreCookies;
		return this;
	}

	/**
	 * Sets whether the client has no say in how fresh a response is.
	 * @param ignoreClientDirectives whether the client has no say in how fresh a response
	 * is
	 * @return this builder
	 */
	public RoutePolicyBuilder ignoreClientDirectives(boolean ignoreClientDirectives) {
		this.ignoreClientDirectives = ignoreClientDirectives;
		return this;
	}

	/**
	 * Sets whether each principal has responses of its own.
	 * @param principalScoped whether each principal has responses of its own
	 * @return this builder
	 */
	public RoutePolicyBuilder principalScoped(boolean principalScoped) {
		this.principalScoped = principalScoped;
		return this;
	}

	/**
	 * Sets the length of a body above which it is not kept.
	 * @param maxBodySize the length of a body above which it is not kept
	 * @return this builder
	 */
	public RoutePolicyBuilder maxBodySize(long maxBodySize) {
		this.maxBodySize = maxBodySize;
		return this;
	}

	/**
	 * Sets how long what is stale is kept.
	 * @param keepStale how long what is stale is kept
	 * @return this builder
	 */
	public RoutePolicyBuilder keepStale(Duration keepStale) {
		this.keepStale = keepStale;
		return this;
	}

	/**
	 * Sets how long what nobody can judge is served.
	 * @param failSafe how long what nobody can judge is served
	 * @return this builder
	 */
	public RoutePolicyBuilder failSafe(Duration failSafe) {
		this.failSafe = failSafe;
		return this;
	}

	/**
	 * Sets the targeted fields.
	 * @param targetedFields the targeted fields, the most specific one first
	 * @return this builder
	 */
	public RoutePolicyBuilder targetedFields(List<String> targetedFields) {
		this.targetedFields = targetedFields;
		return this;
	}

	/**
	 * Sets whether unsafe methods invalidate.
	 * @param invalidateOnUnsafe whether unsafe methods invalidate
	 * @return this builder
	 */
	public RoutePolicyBuilder invalidateOnUnsafe(boolean invalidateOnUnsafe) {
		this.invalidateOnUnsafe = invalidateOnUnsafe;
		return this;
	}

	/**
	 * Sets the length of a body from which on it is compressed.
	 * @param compressionThreshold the length in bytes
	 * @return this builder
	 */
	public RoutePolicyBuilder compressionThreshold(long compressionThreshold) {
		this.compressionThreshold = compressionThreshold;
		return this;
	}

	/**
	 * Makes the policy.
	 * @return the policy
	 */
	public RoutePolicy build() {
		return new RoutePolicy(this.profile, this.ttl, this.query, this.statuses, this.keyedHeaders, this.ignoreCookies,
				this.ignoreClientDirectives, this.principalScoped, this.maxBodySize, this.keepStale, this.failSafe,
				this.targetedFields, this.invalidateOnUnsafe, this.compressionThreshold);
	}

}
