package io.freshet.caching.administration;

/**
 * What an administrator may see of a value.
 *
 * @param policy how much that is
 * @param text the text, never longer than {@value #LONGEST} characters
 * @param truncated whether there is more of it
 */
public record EntryPreview(PreviewPolicy policy, String text, boolean truncated) {

	/**
	 * Characters of the longest preview.
	 */
	public static final int LONGEST = 4096;

	/**
	 * Nothing is to be seen.
	 */
	public static final EntryPreview HIDDEN = new EntryPreview(PreviewPolicy.HIDDEN, "", false);

	/**
	 * Makes a preview of a text, which is shortened if need be.
	 * @param policy how much is to be seen
	 * @param text the text
	 * @return the preview
	 */
	public static EntryPreview of(PreviewPolicy policy, String text) {
		boolean truncated = text.length() > LONGEST;
		return new EntryPreview(policy, truncated ? text.substring(0, LONGEST) : text, truncated);
	}

}
