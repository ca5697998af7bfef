package io.freshet.caching;

import reactor.core.publisher.Mono;

/**
 * Delivers domain events (records in the past tense) to their handlers, inside the
 * transaction that changes the data. Spring's own events are not used for this: they
 * leave the Reactor context behind, and with it the transaction.
 */
@FunctionalInterface
public interface DomainEvents {

	/**
	 * Delivers an event to every {@link DomainEventHandler} of its type, one after the
	 * other, in the Reactor context of the subscriber.
	 * @param event the event
	 * @return completes when every handler has; an error of one stops the delivery
	 */
	Mono<Void> publish(Object event);

}
