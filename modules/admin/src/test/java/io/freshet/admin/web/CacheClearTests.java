package io.freshet.admin.web;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.freshet.admin.audit.AuditOutcome;
import io.freshet.caching.CacheName;
import io.freshet.caching.KeyPattern;
import io.freshet.caching.administration.AdviceReport;
import io.freshet.caching.administration.CacheAdministration;
import io.freshet.caching.administration.CacheSetting;
import io.freshet.caching.administration.CachingReport;
import io.freshet.caching.administration.ClearStep;
import io.freshet.caching.administration.Selection;
import io.freshet.caching.load.PolicyOverride;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static io.freshet.admin.web.AdministrationClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clearing caches over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheClearTests {

	private final RecordingAdministration administration = new RecordingAdministration(CachingReports.unused());

	private final AdministrationClient client = AdministrationClient.of(this.administration, "ada");

	@Nested
	class Understood {

		@Test
		void clearsWhatMatches() {
			ResponseSpec response = clear("?pattern=posts:*");

			response.expectStatus()
				.isOk()
				.expectHeader()
				.cacheControl(CacheControl.noStore())
				.expectBody()
				.json("""
						{"pattern": "posts:*", "dryRun": false, "entries": 5, "near": 5, "shared": 0, "sharedReached": false,
						 "caches": {"posts": 5}, "sample": ["posts:42"]}
						""",
						JsonCompareMode.STRICT);
			assertThat(done()).containsExactly("clear posts:*");
		}

		@Test
		void clearsEverythingWithoutPattern() {
			ResponseSpec response = clear("");

			response.expectStatus().isOk().expectBody().jsonPath("$.pattern").isEqualTo("*");
			assertThat(done()).containsExactly("clear *");
		}

		@Test
		void clearsByTag() {
			ResponseSpec response = clear("?tag=post:42");

			response.expectStatus().isOk().expectBody().json("""
					{"tag": "post:42", "dryRun": false, "entries": 5, "near": 5, "shared": 0, "sharedReached": false,
						 "caches": {"posts": 5}, "sample": ["posts:42"]}
					""", JsonCompareMode.STRICT);
			assertThat(done()).containsExactly("clear post:42");
		}

		@Test
		void removesNothingOnDryRun() {
			ResponseSpec response = clear("?dryRun=true&pattern=posts:4?");

			response.expectStatus().isOk().expectHeader().cacheControl(CacheControl.noStore()).expectBody().json("""
					{"pattern": "posts:4?", "dryRun": true, "entries": 7, "near": 5, "shared": 6, "sharedReached": true,
						 "caches": {"posts": 5}, "sample": ["posts:42"]}
					""", JsonCompareMode.STRICT);
			assertThat(done()).containsExactly("preview posts:4?");
		}

		@Test
		void clearsIfDryRunIsFalse() {
			ResponseSpec response = clear("?pattern=posts:*&dryRun=false");

			response.expectStatus().isOk().expectBody().jsonPath("$.dryRun").isEqualTo(false);
			assertThat(done()).containsExactly("clear posts:*");
		}

		@ParameterizedTest
		@CsvSource({ "responses:GET%20/api/v1/posts*, responses:GET /api/v1/posts*",
				"responses:GET+*/api/v1/posts%3Fsize%3D2*, responses:GET */api/v1/posts?size=2*",
				"tags:%C3%A4%26%2B%25, tags:ä&+%" })
		void readsEncodedPattern(String encoded, String pattern) {
			ResponseSpec response = clear("?pattern=" + encoded);

			response.expectStatus().isOk().expectBody().jsonPath("$.pattern").isEqualTo(pattern);
			assertThat(done()).containsExactly("clear " + pattern);
		}

		@Test
		void takesPatternOfGreatestLength() {
			ResponseSpec response = clear("?pattern=" + "x".repeat(KeyPattern.MAX_LENGTH));

			response.expectStatus().isOk().expectBody().jsonPath("$.entries").isEqualTo(5);
		}

	}

	@Nested
	class NotUnderstood {

		@ParameterizedTest
		@ValueSource(strings = { "?tag=", "?tag=post", "?tag=post:4*%20", "?tag=post:1&tag=post:2",
				"?tag=post:1&pattern=*" })
		void refusesWhatIsNotOneTag(String query) {
			ResponseSpec response = clear(query);

			problem(response).jsonPath("$.parameter").isEqualTo("tag");
		}

		@Test
		void refusesMistypedParameter() {
			ResponseSpec response = clear("?patern=posts:*");

			problem(response).jsonPath("$.parameter")
				.isEqualTo("patern")
				.jsonPath("$.allowed")
				.isEqualTo(List.of("dryRun", "pattern", "tag"))
				.jsonPath("$.detail")
				.isEqualTo("There is no parameter 'patern'; there are dryRun and pattern and tag. Nothing was cleared");
			assertThat(done()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "?pattern=posts:*&dryrun=true", "?Pattern=posts:*", "?=x", "?x" })
		void refusesEveryOtherParameter(String query) {
			ResponseSpec response = clear(query);

			problem(response).jsonPath("$.allowed").isEqualTo(List.of("dryRun", "pattern", "tag"));
			assertThat(done()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "?pattern=", "?pattern", "?pattern=a%0Ab", "?pattern=a&pattern=b" })
		void refusesBadPattern(String query) {
			ResponseSpec response = clear(query);

			problem(response).jsonPath("$.parameter")
				.isEqualTo("pattern")
				.jsonPath("$.allowed")
				.isEqualTo("a glob of 1 to 1024 characters without control characters, such as posts:*");
			assertThat(done()).isEmpty();
		}

		@Test
		void refusesTooLongPatternAndQuotesItsBeginning() {
			ResponseSpec response = clear("?pattern=" + "x".repeat(KeyPattern.MAX_LENGTH + 1));

			problem(response).jsonPath("$.parameter")
				.isEqualTo("pattern")
				.jsonPath("$.detail")
				.value(String.class, (detail) -> assertThat(detail).contains("'" + "x".repeat(100) + "…'"));
			assertThat(done()).isEmpty();
		}

		@ParameterizedTest
		@ValueSource(strings = { "?dryRun=yes", "?dryRun=1", "?dryRun=TRUE", "?dryRun=", "?dryRun",
				"?dryRun=true&dryRun=false" })
		void refusesBadDryRun(String query) {
			ResponseSpec response = clear(query);

			problem(response).jsonPath("$.parameter")
				.isEqualTo("dryRun")
				.jsonPath("$.allowed")
				.isEqualTo("true or false");
			assertThat(done()).isEmpty();
		}

		@Test
		void refusesPatternSentAsContent() {
			ResponseSpec response = CacheClearTests.this.client.clear("", "{\"pattern\": \"posts:*\"}");

			problem(response).jsonPath("$.parameter").isEqualTo("pattern");
			assertThat(done()).isEmpty();
		}

	}

	@Nested
	class Logged {

		@Test
		void namesWhoClearedWhat(CapturedOutput output) {
			ResponseSpec response = clear("?pattern=posts:*");

			response.expectStatus().isOk().expectBody().jsonPath("$.entries").isEqualTo(5);
			assertThat(output).contains("INFO").contains("ada cleared 'posts:*': 5 entries");
		}

		@Test
		void namesNobodyIfNobodyIsLoggedIn(CapturedOutput output) {
			ResponseSpec response = AdministrationClient.of(CacheClearTests.this.administration).clear("");

			response.expectStatus().isOk().expectBody().jsonPath("$.entries").isEqualTo(5);
			assertThat(output).contains("anonymous cleared '*': 5 entries");
		}

		@Test
		void saysNothingOfDryRun(CapturedOutput output) {
			ResponseSpec response = clear("?dryRun=true");

			response.expectStatus().isOk().expectBody().jsonPath("$.entries").isEqualTo(7);
			assertThat(output).doesNotContain("cleared");
		}

		@Test
		void saysThatClearingFailed(CapturedOutput output) {
			AdministrationClient client = AdministrationClient.of(new FailingAdministration(), "ada");

			ResponseSpec response = client.clear("?pattern=posts:*");

			response.expectStatus().is5xxServerError().expectBody().returnResult();
			assertThat(output).contains("WARN").contains("ada could not clear 'posts:*'").contains("No ledger");
		}

	}

	@Nested
	class Audited {

		private final RecordingTrail trail = new RecordingTrail();

		private final AdministrationClient client = AdministrationClient.of(CacheClearTests.this.administration, "ada",
				this.trail);

		@Test
		void writesDownWhatWasDone() {
			this.client.clear("?pattern=posts:*").expectStatus().isOk().expectBody().returnResult();

			assertThat(this.trail.entries()).singleElement().satisfies((line) -> {
				assertThat(line.principal()).isEqualTo("ada");
				assertThat(line.action()).isEqualTo("clear");
				assertThat(line.target()).isEqualTo("pattern=posts:*");
				assertThat(line.outcome()).isEqualTo(AuditOutcome.DONE);
				assertThat(line.entries()).isEqualTo(5);
			});
		}

		@Test
		void writesDownWhatWasRefused() {
			problem(this.client.clear("?patern=posts:*"));

			assertThat(this.trail.entries()).singleElement().satisfies((line) -> {
				assertThat(line.outcome()).isEqualTo(AuditOutcome.REFUSED);
				assertThat(line.detail()).startsWith("There is no parameter 'patern'");
			});
		}

		@Test
		void writesDownWhatFailed() {
			AdministrationClient.of(new FailingAdministration(), "ada", this.trail)
				.clear("")
				.expectStatus()
				.is5xxServerError()
				.expectBody()
				.returnResult();

			assertThat(this.trail.entries()).singleElement()
				.satisfies((line) -> assertThat(line.outcome()).isEqualTo(AuditOutcome.FAILED));
		}

		@Test
		void writesNothingDownOfADryRun() {
			this.client.clear("?dryRun=true").expectStatus().isOk().expectBody().returnResult();

			assertThat(this.trail.entries()).isEmpty();
		}

		@Test
		void doesNothingThatCannotBeWrittenDown() {
			this.trail.breakDown();

			this.client.clear("?pattern=posts:*")
				.expectStatus()
				.isEqualTo(503)
				.expectBody()
				.jsonPath("$.type")
				.isEqualTo("urn:freshet:problem:not-audited");

			assertThat(done()).isEmpty();
		}

	}

	@Test
	void tellsHowFarItIs() {
		String events = this.client.client()
			.delete()
			.uri("/api/v1/cache/clear?pattern=posts:*")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
			.expectHeader()
			.cacheControl(CacheControl.noStore())
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		assertThat(events).contains("event:progress", "\"scanned\":9,\"removed\":4,\"audit\":1", "event:done",
				"\"entries\":5");
	}

	@Test
	void refusesAStreamOfWhatItDoesNotUnderstand() {
		this.client.client()
			.delete()
			.uri("/api/v1/cache/clear?patern=posts:*")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isBadRequest();

		assertThat(done()).isEmpty();
	}

	private ResponseSpec clear(String query) {
		return this.client.clear(query);
	}

	private List<String> done() {
		return this.administration.done();
	}

	/** Cannot record what is cleared. */
	private static final class FailingAdministration implements CacheAdministration {

		@Override
		public Mono<CachingReport> report() {
			return Mono.error(new IllegalStateException("No ledger"));
		}

		@Override
		public Mono<List<CacheSetting>> caches() {
			return Mono.error(new IllegalStateException("No ledger"));
		}

		@Override
		public Mono<CacheSetting> change(CacheName cache, UnaryOperator<PolicyOverride> change) {
			return Mono.error(new IllegalStateException("No ledger"));
		}

		@Override
		public Mono<CachingReport> glance() {
			return report();
		}

		@Override
		public Mono<AdviceReport> advice(@Nullable Long nearSize, @Nullable Duration ttl) {
			return Mono.error(new IllegalStateException("No ledger"));
		}

		@Override
		public Flux<ClearStep> clearing(Selection selection, boolean dryRun) {
			return Flux.error(new IllegalStateException("No ledger"));
		}

	}

}
