package io.freshet.caching.announcement;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Announces with a request whose header field names the keys, as Varnish and several CDNs
 * understand it. Any answer but a success is an error.
 */
public final class HttpAnnouncementSender implements AnnouncementSender {

	private final WebClient client;

	private final Target target;

	/**
	 * Makes a sender.
	 * @param client sends the requests
	 * @param target where they go
	 */
	public HttpAnnouncementSender(WebClient client, Target target) {
		this.client = client;
		this.target = target;
	}

	@Override
	public Mono<Void> send(List<String> keys) {
		return this.client.method(HttpMethod.valueOf(this.target.method()))
			.uri(this.target.url())
			.headers((headers) -> {
				this.target.headers().forEach(headers::set);
				headers.set(this.target.keyHeader(), String.join(" ", keys));
			})
			.retrieve()
			// A redirect that was not followed has changed nothing.
			.onStatus((status) -> !status.is2xxSuccessful(), ClientResponse::createException)
			.toBodilessEntity()
			.timeout(this.target.timeout())
			.then();
	}

	/**
	 * Where announcements go, and how.
	 *
	 * @param url the URL of the requests
	 * @param method their method
	 * @param keyHeader the header field that names the keys
	 * @param headers more header fields, such as credentials
	 * @param timeout the time that one request may take
	 */
	public record Target(URI url, String method, String keyHeader, Map<String, String> headers, Duration timeout) {

		/**
		 * Copies the fields.
		 * @param url the URL of the requests
		 * @param method their method
		 * @param keyHeader the header field that names the keys
		 * @param headers more header fields
		 * @param timeout the time that one request may take
		 */
		public Target {
			headers = Map.copyOf(headers);
		}

		/** Credentials are nobody's business. */
		@Override
		public String toString() {
			return this.method + " " + this.url;
		}

	}

}
