package io.freshet.caching.method;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

import io.freshet.caching.Cached;
import io.freshet.caching.ReactiveCacheManager;

/**
 * Makes proxies of beans with {@link Cached} methods, and checks those methods when all
 * beans are there. The cache stands in front of other advice, such as transactions: a hit
 * begins none.
 */
public final class CachedMethodPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor
		implements SmartInitializingSingleton {

	private final transient CachedMethodInterceptor interceptor;

	private final transient ConfigurableListableBeanFactory beans;

	/**
	 * Makes a post-processor.
	 * @param caches gives the caches, not asked before the first method is checked
	 * @param beans the beans to check
	 */
	public CachedMethodPostProcessor(Supplier<ReactiveCacheManager> caches, ConfigurableListableBeanFactory beans) {
		this.interceptor = new CachedMethodInterceptor(caches);
		this.beans = beans;
		setBeforeExistingAdvisors(true);
		this.advisor = new DefaultPointcutAdvisor(AnnotationMatchingPointcut.forMethodAnnotation(Cached.class),
				this.interceptor);
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String name : this.beans.getBeanNamesForType(Object.class, false, false)) {
			Class<?> type = this.beans.getType(name, false);
			if (type != null && !type.getName().startsWith("org.springframework.")) {
				checkMethods(ClassUtils.getUserClass(type));
			}
		}
	}

	private void checkMethods(Class<?> type) {
		if (!type.isInterface()) {
			MethodIntrospector
				.selectMethods(type,
						(Method method) -> AnnotatedElementUtils.hasAnnotation(method, Cached.class) ? method : null)
				.keySet()
				.forEach((method) -> this.interceptor.check(method, type));
		}
	}

}
