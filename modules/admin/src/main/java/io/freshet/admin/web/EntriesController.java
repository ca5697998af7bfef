package io.freshet.admin.web;

import io.freshet.admin.audit.AuditAction;
import io.freshet.admin.audit.AuditedActions;
import io.freshet.admin.web.EntryView.DetailView;
import io.freshet.admin.web.EntryView.PageView;
import io.freshet.admin.web.EntryView.RemovalView;
import io.freshet.admin.web.InvalidCacheRequestException.Place;
import io.freshet.caching.administration.EntryAdministration;
import io.freshet.caching.administration.EntryQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Single entries over HTTP; what the documentation says of it is in
 * {@link EntriesDocumentation}.
 */
@RestController
@RequestMapping(path = CacheController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class EntriesController implements EntriesDocumentation {

	private static final Logger log = LoggerFactory.getLogger(EntriesController.class);

	private final EntryAdministration entries;

	private final AuditedActions audited;

	EntriesController(EntryAdministration entries, AuditedActions audited) {
		this.entries = entries;
		this.audited = audited;
	}

	@Override
	@GetMapping("/entries")
	public Mono<ResponseEntity<PageView>> entries(ServerWebExchange exchange) {
		EntryQuery query = EntriesRequest.of(exchange.getRequest());
		return this.entries.entries(query)
			.onErrorMap(
					(ex) -> ex instanceof IllegalArgumentException
							? InvalidCacheRequestException.value(Place.PARAMETER, EntriesRequest.CURSOR,
									query.position(), "what 'next' of the page before says, on the same servers")
							: new TierAwayException(ex))
			.map((page) -> PageView.of(page, query.tier()))
			.map(Answers::of);
	}

	@Override
	@GetMapping("/entries/{id}")
	public Mono<ResponseEntity<DetailView>> entry(@PathVariable String id) {
		return this.entries.entry(id)
			.switchIfEmpty(Mono.error(() -> new UnknownEntryException(id)))
			.map(DetailView::of)
			.map(Answers::of);
	}

	@Override
	@DeleteMapping("/entries/{id}")
	public Mono<ResponseEntity<RemovalView>> remove(@PathVariable String id, ServerWebExchange exchange) {
		return Answers.nameOf(exchange)
			.flatMapMany((who) -> this.audited.act(who, AuditAction.REMOVE_ENTRY, id,
					(line) -> this.entries.remove(id)
						.switchIfEmpty(Mono.error(() -> new UnknownEntryException(id)))
						.doOnNext((removal) -> log.info("{} removed entry {}", who, id)),
					(removal) -> 1L))
			.single()
			.map(RemovalView::of)
			.map(Answers::of);
	}

}
