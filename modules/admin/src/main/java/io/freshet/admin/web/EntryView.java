package io.freshet.admin.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.freshet.caching.CacheTag;
import io.freshet.caching.administration.EntryCopy;
import io.freshet.caching.administration.EntryDetail;
import io.freshet.caching.administration.EntryPage;
import io.freshet.caching.administration.EntryPreview;
import io.freshet.caching.administration.EntryRemoval;
import io.freshet.caching.administration.Verdict;
import io.freshet.caching.store.EntryHead;
import io.freshet.caching.store.Tier;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Representation of an entry as a tier holds it.
 */
@Schema(name = "CacheEntry")
record EntryView(@Schema(description = "Stands for the key in URLs", example = "pZGm1Av0IEBKARczz7exkg") String id,
		@Schema(example = "posts") String cache,
		@Schema(description = "The full key: the name of the cache, a colon and the key",
				example = "posts:42") String key,
		@Schema(description = "Tiers that are known to hold an entry of this key, the one looked into first",
				example = "[\"shared\", \"near\"]") List<String> tiers,
		@Schema(description = "One value, a sequence, the knowledge that there is none, or an error",
				allowableValues = {
						"one", "many", "absent", "error" },
				example = "one") String kind,
		@Schema(description = "What it takes in that tier", example = "1830") long bytes, Instant createdAt,
		@Schema(description = "From when on a refresh is due") Instant softExpiry,
		@Schema(description = "From when on it is never served") Instant hardExpiry,
		@Schema(description = "Cache tags", example = "[\"post:42\"]") List<String> tags,
		@Schema(description = "Whether it counts",
				allowableValues = { "valid", "invalidated", "unjudged", "other-history", "expired" },
				example = "valid") String verdict,
		@Schema(description = "Why", example = "every known invalidation is visible in its stamp") String reason,
		@Schema(description = "Snapshot of the database under which it was loaded",
				example = "7:812:815:") String stamp){

	static EntryView of(EntryCopy copy) {
		EntryHead head = copy.head();
		return new EntryView(head.key().digest(), head.key().cache().value(), head.key().text(),
				copy.tiers().stream().map(Tier::label).toList(), word(head.kind()), head.bytes(), head.created(),
				head.softExpiry(), head.expires(), head.tags().stream().map(CacheTag::value).sorted().toList(),
				word(copy.verdict()), reason(copy.verdict()), head.stampText());
	}

	private static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String reason(Verdict verdict) {
		return switch (verdict) {
			case VALID -> "every known invalidation is visible in its stamp";
			case INVALIDATED -> "something that concerns it was invalidated after it was made";
			case UNJUDGED -> "what is known of the ledger is older than the bound, so that nobody can tell";
			case OTHER_HISTORY -> "it was made in another history of the database";
			case EXPIRED -> "its time has passed";
		};
	}

	/**
	 * Representation of some entries.
	 */
	@Schema(name = "CacheEntries")
	record PageView(List<EntryView> entries,
			@Schema(description = "Cursor of the next page, null if this is the last; a page looks at a bounded number"
					+ " of entries, so that there may be more even if it is empty",
					nullable = true) @Nullable String next) {

		static PageView of(EntryPage page, Tier tier) {
			return new PageView(page.entries().stream().map(EntryView::of).toList(),
					EntriesRequest.cursor(page.next(), tier));
		}

	}

	/**
	 * Representation of one entry with what may be seen of its value.
	 */
	@Schema(name = "CacheEntryDetail")
	record DetailView(String id, String cache, String key,
			@Schema(description = "The entry as each tier holds it, near before shared") List<EntryView> copies,
			PreviewView preview,
			@Schema(description = "Whether Redis could be asked", example = "true") boolean sharedReached) {

		static DetailView of(EntryDetail detail) {
			return new DetailView(detail.key().digest(), detail.key().cache().value(), detail.key().text(),
					detail.copies().stream().map(EntryView::of).toList(), PreviewView.of(detail.preview()),
					detail.sharedReached());
		}

	}

	/**
	 * Representation of what may be seen of a value.
	 */
	@Schema(name = "CacheEntryPreview")
	record PreviewView(@Schema(description = "How much of it, as set for the cache", allowableValues = {
			"hidden", "shape", "full" }, example = "shape") String policy,
			@Schema(description = "Plain text; may contain what looks like markup",
					example = "{id: number, title: string(12)}") String text,
			@Schema(description = "Whether there is more of it", example = "false") boolean truncated){

		static PreviewView of(EntryPreview preview) {
			return new PreviewView(word(preview.policy()), preview.text(), preview.truncated());
		}

	}

	/**
	 * Representation of what was removed.
	 */
	@Schema(name = "CacheEntryRemoval")
	record RemovalView(String id, String key,
			@Schema(description = "Whether the memory of this instance held it", example = "true") boolean near,
			@Schema(description = "Whether Redis held it", example = "true") boolean shared,
			@Schema(description = "Whether Redis could be reached; if not, what it holds is not served all the same",
					example = "true") boolean sharedReached) {

		static RemovalView of(EntryRemoval removal) {
			return new RemovalView(removal.key().digest(), removal.key().text(), removal.near(), removal.shared(),
					removal.sharedReached());
		}

	}

}
