package io.freshet.admin.audit;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Does what administrators ask for, and nothing that the trail does not know of: what is
 * about to be done is written down before, and what came of it afterwards, whether it was
 * done, refused, failed or left alone. Where the latter cannot be written, the line says
 * for ever that it has begun.
 */
@Component
public final class AuditedActions {

	private static final Logger logger = LoggerFactory.getLogger(AuditedActions.class);

	private final AuditTrail trail;

	/**
	 * Makes actions.
	 * @param trail is told of them
	 */
	public AuditedActions(AuditTrail trail) {
		this.trail = trail;
	}

	/**
	 * Does something.
	 * @param <T> what it reports
	 * @param principal who asks for it
	 * @param action what
	 * @param target to what
	 * @param work does it, and is told the number of its line in the trail; a
	 * {@link RefusedException} says that nothing was done
	 * @param entries tells of a report how many entries it concerned, {@code null} if
	 * that is not known yet; the last answer counts
	 * @return the reports; {@link NotAuditedException} if nothing was done because the
	 * trail cannot be written
	 */
	public <T> Flux<T> act(String principal, AuditAction action, String target, LongFunction<Publisher<T>> work,
			Function<T, @Nullable Long> entries) {
		Mono<Line> begin = this.trail.begin(principal, action, target)
			.onErrorMap(NotAuditedException::new)
			.map(Line::new);
		return Flux.usingWhen(begin,
				(line) -> Flux.defer(() -> work.apply(line.id)).doOnNext((report) -> line.count(entries.apply(report))),
				(line) -> end(line, AuditOutcome.DONE, null), this::failed,
				(line) -> end(line, AuditOutcome.CANCELLED, null));
	}

	private Mono<Void> failed(Line line, Throwable failure) {
		boolean refused = failure instanceof RefusedException;
		return end(line, refused ? AuditOutcome.REFUSED : AuditOutcome.FAILED,
				refused ? failure.getMessage() : failure.toString());
	}

	private Mono<Void> end(Line line, AuditOutcome outcome, @Nullable String detail) {
		return Mono.defer(() -> this.trail.end(line.id, outcome, line.entries.get(), detail)).onErrorResume((ex) -> {
			logger.warn("Line {} of the audit trail could not be completed: {}, {}", line.id, outcome.word(),
					ex.toString());
			return Mono.empty();
		});
	}

	/** A line that is not complete. */
	private static final class Line {

		private final long id;

		private final AtomicReference<@Nullable Long> entries = new AtomicReference<>();

		Line(long id) {
			this.id = id;
		}

		void count(@Nullable Long reported) {
			if (reported != null) {
				this.entries.set(reported);
			}
		}

	}

}
