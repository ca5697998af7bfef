package io.freshet.caching;

import reactor.core.publisher.Mono;

/**
 * Handles the domain events of one type. Declare it as a bean;
 * {@link DomainEvents#publish} finds it by its type argument.
 *
 * @param <E> the type of the events, subtypes included
 */
@FunctionalInterface
public interface DomainEventHandler<E> {

	/**
	 * Handles an event, inside the transaction of the change that published it.
	 * @param event the event
	 * @return completes when the event is handled; an error rolls the change back
	 */
	Mono<Void> handle(E event);

}
