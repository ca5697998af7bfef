package io.freshet.caching.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.cache.CacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Role;

import io.freshet.caching.invalidation.InvalidationLedger;
import io.freshet.caching.invalidation.TransactionalInvalidator;
import io.freshet.caching.load.BackgroundWork;
import io.freshet.caching.load.EngineCacheManager;
import io.freshet.caching.spring.CacheInterceptorReplacer;
import io.freshet.caching.spring.SpringCacheType;
import io.freshet.caching.spring.TieredCacheManager;

/**
 * Auto-configuration of Spring's cache abstraction on the engine, where
 * {@code @EnableCaching} asks for a cache manager and nobody else is to give one: neither
 * the application nor {@code spring.cache.type}.
 */
@AutoConfiguration(after = CachingAutoConfiguration.class,
		beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnClass({ CacheManager.class, CacheAspectSupport.class })
@ConditionalOnBean({ CacheAspectSupport.class, EngineCacheManager.class })
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@ConditionalOnBooleanProperty(name = "freshet.caching.spring.enabled", matchIfMissing = true)
@Conditional(SpringCacheAutoConfiguration.NoOtherTypeCondition.class)
public final class SpringCacheAutoConfiguration {

	@Bean
	TieredCacheManager cacheManager(EngineCacheManager engine, TransactionalInvalidator invalidator,
			InvalidationLedger ledger, BackgroundWork background, CachePolicies policies,
			ObjectProvider<SpringCacheType> types) {
		TieredCacheManager manager = new TieredCacheManager(engine, invalidator, ledger, policies::admit,
				background::run);
		types.orderedStream().forEach(manager::declare);
		return manager;
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static CacheInterceptorReplacer cacheInterceptorReplacer(ObjectProvider<TieredCacheManager> caches,
			ConfigurableListableBeanFactory beans) {
		return new CacheInterceptorReplacer(caches::getObject, beans);
	}

	/** Nobody chose one of Boot's cache managers by name. */
	static final class NoOtherTypeCondition extends NoneNestedConditions {

		NoOtherTypeCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty("spring.cache.type")
		static final class OtherType {

		}

	}

}
