package io.freshet.caching.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;

import io.freshet.caching.resilience.GuardedStore;
import io.freshet.caching.web.WaitBudgetFilter;

/**
 * Auto-configuration of the time that a request may wait for the shared tier.
 */
@AutoConfiguration(after = RedisTierAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(WebFilter.class)
@ConditionalOnBean(GuardedStore.class)
public final class WaitBudgetAutoConfiguration {

	@Bean
	WaitBudgetFilter waitBudgetFilter(CachingProperties properties) {
		return new WaitBudgetFilter(properties.shared().requestBudget());
	}

}
