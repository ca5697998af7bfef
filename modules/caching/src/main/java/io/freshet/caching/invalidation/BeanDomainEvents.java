package io.freshet.caching.invalidation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

import io.freshet.caching.DomainEventHandler;
import io.freshet.caching.DomainEvents;

/**
 * Delivers domain events to the handlers among the beans of an application.
 */
public final class BeanDomainEvents implements DomainEvents {

	private final ConfigurableListableBeanFactory beans;

	private final Map<Class<?>, List<DomainEventHandler<Object>>> handlers = new ConcurrentHashMap<>();

	/**
	 * Makes a delivery.
	 * @param beans where the handlers are
	 */
	public BeanDomainEvents(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Mono<Void> publish(Object event) {
		return Flux.defer(() -> Flux.fromIterable(handlersOf(event.getClass())))
			.concatMap((handler) -> handler.handle(event))
			.then();
	}

	private List<DomainEventHandler<Object>> handlersOf(Class<?> eventType) {
		List<DomainEventHandler<Object>> known = this.handlers.get(eventType);
		return (known != null) ? known : this.handlers.computeIfAbsent(eventType, this::findHandlers);
	}

	@SuppressWarnings("unchecked")
	private List<DomainEventHandler<Object>> findHandlers(Class<?> eventType) {
		List<DomainEventHandler<Object>> found = new ArrayList<>();
		for (String name : this.beans.getBeanNamesForType(DomainEventHandler.class)) {
			Class<?> handled = handledType(name);
			if (handled.isAssignableFrom(eventType)) {
				found.add((DomainEventHandler<Object>) this.beans.getBean(name));
			}
		}
		return List.copyOf(found);
	}

	private Class<?> handledType(String name) {
		ResolvableType declared = this.beans.containsBeanDefinition(name)
				? this.beans.getMergedBeanDefinition(name).getResolvableType() : ResolvableType.NONE;
		Class<?> handled = declared.as(DomainEventHandler.class).getGeneric().resolve();
		if (handled == null) {
			handled = ResolvableType.forInstance(this.beans.getBean(name))
				.as(DomainEventHandler.class)
				.getGeneric()
				.resolve();
		}
		if (handled == null) {
			throw new IllegalStateException(
					"Bean '" + name + "' does not say which events it handles: declare it with a type argument, "
							+ "for example DomainEventHandler<PostUpdated>");
		}
		return handled;
	}

}
