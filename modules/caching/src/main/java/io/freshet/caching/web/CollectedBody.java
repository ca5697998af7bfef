package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

import io.freshet.caching.http.StoredResponse;

/**
 * The body of a response that is going to be kept, while it comes. A body that is not as
 * long as its {@code Content-Length} ends in an error, so that all who have begun to get
 * it see the connection end: what is missing, or is too much, would else be taken from,
 * or for, the response after it.
 */
final class CollectedBody {

	private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

	private final StoredResponse head;

	private final long limit;

	private final long declared;

	private @Nullable List<byte[]> pieces = new ArrayList<>();

	private long length;

	private byte @Nullable [] last;

	/**
	 * Makes a body of which nothing has come.
	 * @param head the response without its body
	 * @param limit the length of the longest body that is kept
	 */
	CollectedBody(StoredResponse head, long limit) {
		this.head = head;
		this.limit = limit;
		String declaration = head.header(HttpHeaders.CONTENT_LENGTH);
		this.declared = LENGTH.matcher(declaration).matches() ? Long.parseLong(declaration) : -1;
	}

	/**
	 * Returns whether the head says that there is a body, how long it is, and that is not
	 * too long to be kept.
	 */
	boolean isOfDeclaredLength() {
		return this.declared > 0 && this.declared <= this.limit;
	}

	/**
	 * Returns the body for those who wait for it. The last piece of one whose length is
	 * known, and otherwise the end, waits for something else.
	 * @param body the body as it comes
	 * @param beforeEnd what nobody is to see the end before
	 */
	Flux<byte[]> passedOn(Flux<byte[]> body, Mono<Void> beforeEnd) {
		return body.filter(this::isPassedOn)
			.concatWith(Mono
				.defer(() -> isCutShort() ? Mono.error(wrongLength()) : beforeEnd.then(Mono.justOrEmpty(this.last))));
	}

	private boolean isPassedOn(byte[] piece) {
		this.length += piece.length;
		if (this.declared >= 0 && this.length > this.declared) {
			throw wrongLength();
		}
		collect(piece);
		if (this.length == this.declared && piece.length > 0) {
			this.last = piece;
			return false;
		}
		return true;
	}

	private void collect(byte[] piece) {
		if (this.length > this.limit) {
			this.pieces = null;
		}
		else if (this.pieces != null) {
			this.pieces.add(piece);
		}
	}

	private boolean isCutShort() {
		return this.length < this.declared;
	}

	private IllegalStateException wrongLength() {
		return new IllegalStateException(
				"Body has " + this.length + " bytes where Content-Length says " + this.declared);
	}

	long length() {
		return this.length;
	}

	/**
	 * Returns the whole response, {@code null} if it is too long to be kept.
	 */
	@Nullable StoredResponse whole() {
		List<byte[]> taken = this.pieces;
		return (taken == null) ? null : this.head.withBody(joined(taken));
	}

	private ByteBuffer joined(List<byte[]> taken) {
		if (taken.size() == 1) {
			return ByteBuffer.wrap(taken.get(0));
		}
		ByteBuffer joined = ByteBuffer.allocate((int) this.length);
		taken.forEach(joined::put);
		return joined.flip();
	}

}
