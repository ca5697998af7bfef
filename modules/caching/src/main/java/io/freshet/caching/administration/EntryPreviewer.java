package io.freshet.caching.administration;

import org.jspecify.annotations.Nullable;

import io.freshet.caching.store.StoredEntry;

/**
 * Makes previews of values that it knows the form of.
 */
@FunctionalInterface
public interface EntryPreviewer {

	/**
	 * Makes a preview.
	 * @param entry the entry
	 * @param policy how much is to be seen, not nothing
	 * @return the preview; {@code null} if this does not know the form of such values
	 */
	@Nullable EntryPreview preview(StoredEntry entry, PreviewPolicy policy);

}
