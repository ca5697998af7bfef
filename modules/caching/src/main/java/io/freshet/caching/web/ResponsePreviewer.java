package io.freshet.caching.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.administration.EntryPreview;
import io.freshet.caching.administration.EntryPreviewer;
import io.freshet.caching.administration.PreviewPolicy;
import io.freshet.caching.http.HeaderField;
import io.freshet.caching.http.StoredResponse;
import io.freshet.caching.store.StoredEntry;

/**
 * Makes previews of responses: status, names of header fields, content type and length,
 * and where all is to be seen the fields and the beginning of the body. What belongs to
 * one principal is never to be seen.
 */
public final class ResponsePreviewer implements EntryPreviewer {

	/** In a key nothing but a principal begins like this. */
	private static final String PRINCIPAL = " @";

	private final KeptCodec codec = new KeptCodec();

	@Override
	public @Nullable EntryPreview preview(StoredEntry entry, PreviewPolicy policy) {
		if (!entry.key().cache().equals(ResponseCacheFilter.CACHE)) {
			return null;
		}
		if (entry.key().key().value().contains(PRINCIPAL)) {
			return EntryPreview.HIDDEN;
		}
		try {
			Kept kept = this.codec.decode(entry.payload());
			return EntryPreview.of(policy,
					(kept instanceof Kept.One one) ? text(one.response(), policy) : text((Kept.Variants) kept, policy));
		}
		catch (RuntimeException ex) {
			return EntryPreview.of(policy, "bytes(" + entry.payload().length + ")");
		}
	}

	private static String text(Kept.Variants variants, PreviewPolicy policy) {
		StringBuilder text = new StringBuilder("variants: " + variants.selecting().size());
		variants.selecting()
			.forEach((one) -> text.append('\n')
				.append((policy == PreviewPolicy.FULL) ? one.toString() : one.keySet().toString()));
		return text.toString();
	}

	private static String text(StoredResponse response, PreviewPolicy policy) {
		boolean full = policy == PreviewPolicy.FULL;
		StringBuilder text = new StringBuilder("HTTP " + response.status());
		for (HeaderField field : response.headers()) {
			boolean shown = full || field.name().equalsIgnoreCase("Content-Type");
			text.append('\n').append(field.name()).append(shown ? ": " + field.value() : "");
		}
		text.append("\n\nbody(").append(response.body().remaining()).append(')');
		if (full) {
			ByteBuffer body = response.body().duplicate();
			body.limit(Math.min(body.limit(), body.position() + EntryPreview.LONGEST));
			text.append('\n').append(StandardCharsets.UTF_8.decode(body));
		}
		return text.toString();
	}

}
