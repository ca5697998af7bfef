package io.freshet.caching.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.web.server.WebFilter;

import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.EntryAdministration;
import io.freshet.caching.administration.NoSharedTier;
import io.freshet.caching.administration.ResponseAdministration;
import io.freshet.caching.administration.SharedTierInspector;
import io.freshet.caching.caffeine.CaffeineStore;
import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.load.CacheEngine;
import io.freshet.caching.web.CachedRoutes;
import io.freshet.caching.web.ResponseCache;
import io.freshet.caching.web.ResponseCacheAdministration;
import io.freshet.caching.web.ResponseExplainer;

/**
 * Auto-configuration of the administration of the response cache.
 */
@AutoConfiguration(after = { ResponseCacheAutoConfiguration.class, CacheAdministrationAutoConfiguration.class })
@ConditionalOnClass(WebFilter.class)
@ConditionalOnBean({ ResponseCache.class, CacheAdministration.class })
public final class ResponseAdministrationAutoConfiguration {

	@Bean
	ResponseExplainer responseExplainer(CachedRoutes routes, ResponseCache cache, CacheEngine engine,
			InvalidationLedger ledger, CaffeineStore near, ObjectProvider<SharedTierInspector> shared,
			Environment environment) {
		return new ResponseExplainer(routes, cache, engine, ledger, near,
				shared.getIfAvailable(NoSharedTier::new).store(), environment.getProperty("spring.webflux.base-path"));
	}

	@Bean
	ResponseAdministration responseAdministration(ResponseExplainer explainer, CacheAdministration administration,
			EntryAdministration entries, ObjectProvider<HttpHandler> application) {
		return new ResponseCacheAdministration(explainer, administration, entries, application::getObject);
	}

}
