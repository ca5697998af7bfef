package io.freshet.caching.http;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A response as it is kept. {@code Age} stays among its header fields, because how fresh
 * it is depends on it; see {@link Answer} for what a client gets.
 */
public final class StoredResponse {

	private final int status;

	private final List<HeaderField> headers;

	private final List<HeaderField> headersWithoutAge;

	private final Map<String, String> selecting;

	private final Instant requestedAt;

	private final Instant receivedAt;

	private final ByteBuffer body;

	/** Less than zero if the body is kept as it came. */
	private final int plainLength;

	/** Made once, so that a hit finds it ready; {@code null} if there is no other. */
	private final @Nullable StoredResponse gzipped;

	private final HeaderFields fields;

	/** Whoever writes it writes the same, so that a race costs a computation. */
	private @Nullable Judgement judgement;

	/**
	 * Makes what is kept.
	 * @param status the status code
	 * @param headers the header fields that are kept, in order
	 * @param selecting what the request said in the fields that the response's
	 * {@code Vary} names, by their names in lower case; the response is for requests that
	 * say the same
	 * @param requestedAt when the request was sent
	 * @param receivedAt when the response came
	 * @param body the body; whoever reads it reads a duplicate
	 */
	public StoredResponse(int status, List<HeaderField> headers, Map<String, String> selecting, Instant requestedAt,
			Instant receivedAt, ByteBuffer body) {
		this(status, headers, selecting, requestedAt, receivedAt, body, -1);
	}

	private StoredResponse(int status, List<HeaderField> headers, Map<String, String> selecting, Instant requestedAt,
			Instant receivedAt, ByteBuffer body, int plainLength) {
		this.status = status;
		this.headers = List.copyOf((plainLength < 0) ? headers : GzipCoding.varied(headers));
		this.headersWithoutAge = StorableFields.withoutAge(this.headers);
		this.selecting = Map.copyOf(selecting);
		this.requestedAt = requestedAt;
		this.receivedAt = receivedAt;
		this.body = body;
		this.fields = HeaderFields.of(this.headers);
		this.plainLength = plainLength;
		this.gzipped = (plainLength < 0) ? null : new StoredResponse(status,
				GzipCoding.ofCoded(this.headers, body.remaining()), selecting, requestedAt, receivedAt, body);
	}

	/** The same head with another body, as it came. */
	private StoredResponse(StoredResponse head, ByteBuffer body) {
		this.status = head.status;
		this.headers = head.headers;
		this.headersWithoutAge = head.headersWithoutAge;
		this.selecting = head.selecting;
		this.requestedAt = head.requestedAt;
		this.receivedAt = head.receivedAt;
		this.body = body;
		this.fields = head.fields;
		this.plainLength = -1;
		this.gzipped = null;
		this.judgement = head.judgement;
	}

	/**
	 * Makes the response of this head.
	 * @param body the body as it came; whoever reads it reads a duplicate
	 * @return the response with the status, header fields and times of this one
	 */
	public StoredResponse withBody(ByteBuffer body) {
		return new StoredResponse(this, body);
	}

	/**
	 * Makes what is kept compressed of a response that came without content coding.
	 * @param coded the body, coded with gzip; whoever reads it reads a duplicate
	 * @param length the length of the body as it came
	 * @return the response with the status, header fields and times of this one
	 */
	public StoredResponse compressed(ByteBuffer coded, int length) {
		return new StoredResponse(this.status, this.headers, this.selecting, this.requestedAt, this.receivedAt, coded,
				length);
	}

	/**
	 * Returns the status code.
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns what is kept of the header section.
	 * @return the header fields, in order
	 */
	public List<HeaderField> headers() {
		return this.headers;
	}

	/**
	 * Returns what a client gets of the header section, without the age of long ago.
	 * @return the header fields, in order
	 */
	public List<HeaderField> headersWithoutAge() {
		return this.headersWithoutAge;
	}

	/**
	 * Returns the header fields by name.
	 * @return a view of them
	 */
	public HeaderFields fields() {
		return this.fields;
	}

	/**
	 * Returns what the request said in the fields that the response varies by.
	 * @return the normalized values by name in lower case
	 */
	public Map<String, String> selecting() {
		return this.selecting;
	}

	/**
	 * Returns when the request was sent, {@code request_time} of RFC 9111, section 4.2.3.
	 * @return the time
	 */
	public Instant requestedAt() {
		return this.requestedAt;
	}

	/**
	 * Returns when the response came, {@code response_time} of RFC 9111, section 4.2.3.
	 * @return the time
	 */
	public Instant receivedAt() {
		return this.receivedAt;
	}

	/**
	 * Returns the body as it is kept, coded if the response is compressed. Whoever reads
	 * it reads a duplicate.
	 * @return the body
	 */
	public ByteBuffer body() {
		return this.body;
	}

	/**
	 * Returns whether the body is kept coded with gzip, although it came without content
	 * coding. The header fields are those of the response as it came, with the addition
	 * that it varies.
	 * @return whether {@link #body()} is not what they describe
	 */
	public boolean isCompressed() {
		return this.gzipped != null;
	}

	/**
	 * Returns the length of the body as it came.
	 * @return the number of bytes
	 */
	public int length() {
		return (this.plainLength < 0) ? this.body.remaining() : this.plainLength;
	}

	/**
	 * Returns the representation of a compressed response whose bytes are ready.
	 */
	@Nullable StoredResponse gzipped() {
		return this.gzipped;
	}

	/**
	 * Returns this response with its body as it came.
	 */
	StoredResponse plain() {
		return (this.plainLength < 0) ? this : new StoredResponse(this.status, this.headers, this.selecting,
				this.requestedAt, this.receivedAt, GzipCoding.decode(this.body, this.plainLength));
	}

	/**
	 * Returns the first value of a field.
	 * @param name the name of the field
	 * @return its value, an empty text if the field is absent
	 */
	public String header(String name) {
		for (HeaderField field : this.headers) {
			if (field.name().equalsIgnoreCase(name)) {
				return field.value();
			}
		}
		return "";
	}

	/**
	 * Returns whether this response is for a request (RFC 9111, section 4.1).
	 * @param request the header fields of the request
	 * @return whether it says the same in the fields that {@code Vary} names
	 */
	public boolean isFor(HeaderFields request) {
		if (this.selecting.isEmpty()) {
			return true;
		}
		for (Map.Entry<String, String> field : this.selecting.entrySet()) {
			if (!ResponseVary.normalized(request.values(field.getKey())).equals(field.getValue())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns how fresh the response is under the policy of a route. Computed once as
	 * long as it is asked with the same policy.
	 * @param route the policy
	 * @return its freshness
	 */
	public ResponseFreshness freshness(RoutePolicy route) {
		return judgement(route).freshness();
	}

	ResponseDirectives directives(RoutePolicy route) {
		return judgement(route).directives();
	}

	@SuppressWarnings("ReferenceEquality")
	private Judgement judgement(RoutePolicy route) {
		Judgement known = this.judgement;
		if (known != null && known.route() == route) {
			return known;
		}
		ResponseDirectives directives = ResponseDirectives.of(this.fields, route);
		Judgement made = new Judgement(route, directives,
				ResponseFreshness.of(this.status, this.fields, this.requestedAt, this.receivedAt, directives, route));
		this.judgement = made;
		return made;
	}

	/**
	 * Makes the same response with other header fields, of another time.
	 * @param headers the header fields
	 * @param requestedAt when the request was sent
	 * @param receivedAt when the response came
	 * @return the response with the same status, selecting fields and body
	 */
	public StoredResponse with(List<HeaderField> headers, Instant requestedAt, Instant receivedAt) {
		return with(headers, this.selecting, requestedAt, receivedAt);
	}

	StoredResponse with(List<HeaderField> headers, Map<String, String> selecting, Instant requestedAt,
			Instant receivedAt) {
		return new StoredResponse(this.status, headers, selecting, requestedAt, receivedAt, this.body,
				this.plainLength);
	}

	@Override
	public String toString() {
		return "StoredResponse[status=" + this.status + ", headers=" + this.headers + ", selecting=" + this.selecting
				+ ", receivedAt=" + this.receivedAt + ", length=" + length() + "]";
	}

	private record Judgement(RoutePolicy route, ResponseDirectives directives, ResponseFreshness freshness) {
	}

}
