package io.freshet.admin.web;

import java.time.Duration;
import java.time.format.DateTimeParseException;

import io.freshet.caching.administration.CacheAdministration;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * Advice over HTTP; what the documentation says of it is in {@link AdviceDocumentation}.
 */
@RestController
@RequestMapping(path = CacheController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
class AdviceController implements AdviceDocumentation {

	static final String NEAR_SIZE = "nearSize";

	static final String TTL = "ttl";

	private static final DataSize LARGEST = DataSize.ofTerabytes(1);

	private static final Duration LONGEST = Duration.ofDays(365);

	private final CacheAdministration administration;

	AdviceController(CacheAdministration administration) {
		this.administration = administration;
	}

	@Override
	@GetMapping("/advice")
	public Mono<ResponseEntity<AdviceView>> advice(ServerWebExchange exchange) {
		QueryParameters query = QueryParameters.of(exchange.getRequest(), NEAR_SIZE, TTL);
		Long size = query.parsed(NEAR_SIZE, AdviceController::bytes, "a size above 0 and up to 1TB, such as 128MB");
		Duration ttl = query.parsed(TTL, AdviceController::duration,
				"a positive duration in ISO 8601 of up to a year, such as PT1M");
		return this.administration.advice(size, ttl).map(AdviceView::of).map(Answers::of);
	}

	private static Long bytes(String text) {
		DataSize size = DataSize.parse(text);
		if (size.toBytes() <= 0 || size.compareTo(LARGEST) > 0) {
			throw new IllegalArgumentException(text);
		}
		return size.toBytes();
	}

	private static Duration duration(String text) {
		try {
			Duration duration = Duration.parse(text);
			if (duration.compareTo(Duration.ofMillis(1)) >= 0 && duration.compareTo(LONGEST) <= 0) {
				return duration;
			}
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException(text, ex);
		}
		throw new IllegalArgumentException(text);
	}

}
