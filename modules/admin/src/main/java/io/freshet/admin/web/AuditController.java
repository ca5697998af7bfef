package io.freshet.admin.web;

import java.time.Instant;
import java.util.List;

import io.freshet.admin.audit.AuditEntry;
import io.freshet.admin.audit.AuditTrail;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * The audit trail over HTTP; what the documentation says of it is in
 * {@link AuditDocumentation}.
 */
@RestController
@RequestMapping(path = CacheController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class AuditController implements AuditDocumentation {

	static final String BEFORE = "before";

	static final String LIMIT = "limit";

	private static final int USUAL_LIMIT = 50;

	private static final int HIGHEST_LIMIT = 500;

	private final AuditTrail trail;

	AuditController(AuditTrail trail) {
		this.trail = trail;
	}

	@Override
	@GetMapping("/audit")
	public Mono<ResponseEntity<AuditView>> audit(ServerWebExchange exchange) {
		QueryParameters query = QueryParameters.of(exchange.getRequest(), BEFORE, LIMIT);
		long before = query.number(BEFORE, Long.MAX_VALUE, 1, Long.MAX_VALUE);
		int limit = (int) query.number(LIMIT, USUAL_LIMIT, 1, HIGHEST_LIMIT);
		return this.trail.read(before, limit).map((entries) -> AuditView.of(entries, limit)).map(Answers::of);
	}

	/**
	 * Representation of some lines of the trail.
	 */
	@Schema(name = "CacheAudit")
	record AuditView(@Schema(description = "The lines, the newest first") List<LineView> entries,
			@Schema(description = "What `before` has to be for the next ones, null if there are none", example = "117",
					nullable = true) @Nullable Long next) {

		static AuditView of(List<AuditEntry> entries, int limit) {
			return new AuditView(entries.stream().map(LineView::of).toList(),
					(entries.size() == limit) ? entries.get(limit - 1).id() : null);
		}

	}

	/**
	 * Representation of a line of the trail.
	 */
	@Schema(name = "CacheAuditLine")
	record LineView(@Schema(example = "118") long id, @Schema(description = "When it began") Instant at,
			@Schema(description = "Who asked for it", example = "admin") String principal,
			@Schema(description = "The instance that was asked", example = "api-1/7") String instance,
			@Schema(allowableValues = {
					"clear", "purge", "remove-entry", "change-cache", "change-route" },
					example = "clear") String action,
			@Schema(description = "What was meant, as it was said", example = "pattern=posts:*") String target,
			@Schema(allowableValues = { "begun", "done", "refused", "failed", "cancelled" },
					example = "done") String outcome,
			@Schema(description = "How many entries it concerned, null if that is not known", example = "137",
					nullable = true) @Nullable Long entries,
			@Schema(description = "Why it was refused or failed", nullable = true) @Nullable String detail,
			@Schema(description = "When it ended, null as long as it did not",
					nullable = true) @Nullable Instant completedAt){

		static LineView of(AuditEntry entry) {
			return new LineView(entry.id(), entry.at(), entry.principal(), entry.instance(), entry.action(),
					entry.target(), entry.outcome().word(), entry.entries(), entry.detail(), entry.completedAt());
		}

	}

}
