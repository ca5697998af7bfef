package io.freshet.caching.autoconfigure;

import java.util.Map;
import java.util.TreeMap;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

import io.freshet.caching.CacheException;
import io.freshet.caching.CacheName;
import io.freshet.caching.CachePolicy;
import io.freshet.caching.http.CacheProfile;
import io.freshet.caching.http.RoutePolicy;
import io.freshet.caching.http.RoutePolicyBuilder;

/**
 * Makes policies of settings, all of them at the start, so that a wrong setting shows
 * then.
 */
final class CachePolicies {

	private final PolicyProperties settings;

	private final CachePolicy common;

	private final DeclaredCaches declared;

	private final Map<CacheName, CachePolicy> own = new TreeMap<>();

	CachePolicies(PolicyProperties settings, CachingProperties properties) {
		CachingProperties.Ledger ledger = properties.ledger();
		this.settings = settings;
		this.declared = new DeclaredCaches(properties.declaredOnly(), settings.caches().keySet());
		settings.common().check("", ledger);
		this.common = settings.common()
			.applyTo("", CachePolicy.ttl(settings.ttl()).failSafe(settings.failSafe(null, null)).build());
		settings.caches().forEach((name, cache) -> {
			String prefix = "caches." + name + ".";
			CacheName cacheName = CacheName.of(name);
			cache.check(prefix, ledger);
			this.own.put(cacheName,
					cache.applyTo(prefix, this.common)
						.toBuilder()
						.failSafe(settings.failSafe(cache.consistency(), cache.failSafe()))
						.build());
		});
	}

	/**
	 * Makes policies at the start of an application.
	 * @throws CacheException if a setting is wrong, with what to do about it
	 */
	static CachePolicies of(PolicyProperties settings, CachingProperties properties) {
		try {
			return new CachePolicies(settings, properties);
		}
		catch (IllegalArgumentException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new CacheException(message, SettingCheck.action(message, "freshet.caching"), ex);
		}
	}

	/**
	 * Admits a cache.
	 * @throws CacheException if it has to be declared and is not
	 */
	void admit(CacheName name) {
		this.declared.admit(name);
	}

	CachePolicy admittedPolicy(CacheName name) {
		admit(name);
		return policy(name);
	}

	CachePolicy policy(CacheName name) {
		return this.own.getOrDefault(name, this.common);
	}

	RoutePolicy policy(CachingProperties.Route route) {
		RoutePolicyBuilder policy = (route.profile() == CacheProfile.STANDARD) ? RoutePolicy.standard()
				: RoutePolicy.safe();
		PropertyMapper map = PropertyMapper.get();
		map.from(route::ttl).to(policy::ttl);
		map.from(route::statuses).to(policy::statuses);
		map.from(route::keyedHeaders).to(policy::keyedHeaders);
		map.from(route::ignoreCookies).to(policy::ignoreCookies);
		map.from(route::keepStale).to(policy::keepStale);
		map.from(route::targetedFields).to(policy::targetedFields);
		map.from(route::compressionThreshold).as(DataSize::toBytes).to(policy::compressionThreshold);
		return policy.query(route.query())
			.ignoreClientDirectives(route.ignoreClientDirectives())
			.principalScoped(route.principalScoped())
			.invalidateOnUnsafe(route.invalidateOnUnsafe())
			.maxBodySize(route.maxBodySize().toBytes())
			.failSafe(this.settings.failSafe(route.consistency(), route.failSafe()))
			.build();
	}

}
