package io.freshet.caching.invalidation;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Sends hints behind the backs of those who have reason to: one at a time, and one for
 * all that were asked for while another was under way.
 */
public final class HintSender {

	private static final Logger logger = LoggerFactory.getLogger(HintSender.class);

	private final Backplane backplane;

	private final Predicate<Mono<Void>> background;

	private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

	/**
	 * Makes a sender.
	 * @param backplane the channel
	 * @param background runs what nobody waits for, and says whether it does
	 */
	public HintSender(Backplane backplane, Predicate<Mono<Void>> background) {
		this.backplane = backplane;
		this.background = background;
	}

	/**
	 * Has a hint sent. Does not wait, and does not fail.
	 */
	public void send() {
		State before = this.state.getAndUpdate((now) -> (now == State.IDLE) ? State.SENDING : State.ASKED_AGAIN);
		if (before == State.IDLE && !this.background.test(sendAll())) {
			this.state.set(State.IDLE);
		}
	}

	private Mono<Void> sendAll() {
		return Mono.defer(() -> {
			this.state.set(State.SENDING);
			return this.backplane.send();
		})
			.doOnError((ex) -> logger.debug("A hint could not be sent, other instances look without one", ex))
			.onErrorComplete()
			.repeat(() -> !this.state.compareAndSet(State.SENDING, State.IDLE))
			.then();
	}

	private enum State {

		/** Nobody asked. */
		IDLE,

		/** One is under way. */
		SENDING,

		/** One is under way, and another one is due. */
		ASKED_AGAIN

	}

}
