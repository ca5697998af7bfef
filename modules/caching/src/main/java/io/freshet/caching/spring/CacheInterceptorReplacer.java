package io.freshet.caching.spring;

import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.util.function.SingletonSupplier;

/**
 * Puts an interceptor of ours in the place of the one that {@code @EnableCaching} makes,
 * with all that it was configured with, and in front of transactions, where
 * {@code @EnableCaching} leaves that open: a hit begins none, and inside of one nothing
 * would be cached. What is of another class than Spring's own stays as it is.
 */
public final class CacheInterceptorReplacer implements BeanPostProcessor, PriorityOrdered {

	private final Supplier<TieredCacheManager> caches;

	private final ConfigurableListableBeanFactory beans;

	/**
	 * Makes a replacer.
	 * @param caches gives the caches, not asked before all beans are there: an
	 * interceptor is made before the first bean that it may stand in front of
	 * @param beans the beans whose methods are cached
	 */
	public CacheInterceptorReplacer(Supplier<TieredCacheManager> caches, ConfigurableListableBeanFactory beans) {
		this.caches = SingletonSupplier.of(caches);
		this.beans = beans;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof BeanFactoryCacheOperationSourceAdvisor advisor
				&& advisor.getOrder() == Ordered.LOWEST_PRECEDENCE) {
			advisor.setOrder(Ordered.LOWEST_PRECEDENCE - 1);
		}
		return (bean.getClass() == CacheInterceptor.class) ? likeIt((CacheInterceptor) bean) : bean;
	}

	private CacheInterceptor likeIt(CacheInterceptor original) {
		TieredCacheInterceptor interceptor = new TieredCacheInterceptor(this.caches,
				new CacheableMethods(this.caches, this.beans));
		interceptor.configure(original::getErrorHandler, original::getKeyGenerator, original::getCacheResolver,
				this.caches);
		interceptor.setCacheOperationSource(original.getCacheOperationSource());
		interceptor.setBeanFactory(this.beans);
		return interceptor;
	}

}
