package io.freshet.tags.precondition;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * Names one state of a representation (RFC 9110, section 8.8.3).
 *
 * @param weak whether two states that differ in bytes may have the same tag
 * @param value the text between the quotation marks
 */
public record EntityTag(boolean weak, String value) {

	static final String CHARACTERS = "[\\x21\\x23-\\x7E\\x80-\\xFF]*";

	private static final Pattern SYNTAX = Pattern.compile(CHARACTERS);

	private static final int DIGEST_BYTES = 16;

	/**
	 * Checks the text.
	 * @param weak whether the tag is weak
	 * @param value the text
	 * @throws IllegalArgumentException if the text has a character that an entity tag
	 * must not have
	 */
	public EntityTag {
		Assert.isTrue(SYNTAX.matcher(value).matches(), () -> "Entity tag '" + value + "' must match " + CHARACTERS);
	}

	/**
	 * Makes a strong entity tag.
	 * @param value the text between the quotation marks
	 * @return the entity tag
	 * @throws IllegalArgumentException if the text has a character that an entity tag
	 * must not have
	 */
	public static EntityTag strong(String value) {
		return new EntityTag(false, value);
	}

	/**
	 * Makes a strong entity tag that is the same only for the same parts in the same
	 * order.
	 * @param parts what the representation is made of, each without line breaks
	 * @return the entity tag
	 */
	public static EntityTag digestOf(List<String> parts) {
		byte[] digest = sha256().digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
		byte[] head = new byte[DIGEST_BYTES];
		System.arraycopy(digest, 0, head, 0, DIGEST_BYTES);
		return strong(Base64.getUrlEncoder().withoutPadding().encodeToString(head));
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Compares as a condition on a write must: strongly (RFC 9110, section 8.8.3.2).
	 * @param other the other entity tag
	 * @return whether both are strong and have the same text
	 */
	public boolean matchesStrongly(EntityTag other) {
		return !this.weak && !other.weak && this.value.equals(other.value);
	}

	/**
	 * Returns the tag in the form that headers have.
	 * @return the text in quotation marks, marked if weak
	 */
	@Override
	public String toString() {
		return (this.weak ? "W/\"" : "\"") + this.value + "\"";
	}

}
