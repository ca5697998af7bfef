package io.freshet.tags;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.util.Assert;

/**
 * Identifies a tag, for ever: the name of a tag may change, its slug does not.
 *
 * @param value the text: words of lower case letters and digits, joined by single
 * hyphens, {@value #MAX_LENGTH} characters at most
 */
public record Slug(@JsonValue String value) implements Comparable<Slug> {

	/**
	 * Regular expression of a slug, its length aside.
	 */
	public static final String SYNTAX = "^[a-z0-9]+(-[a-z0-9]+)*$";

	/**
	 * Longest slug, in characters.
	 */
	public static final int MAX_LENGTH = 60;

	private static final Pattern PATTERN = Pattern.compile(SYNTAX);

	private static final Pattern COMBINING_MARKS = Pattern.compile("\\p{M}+");

	private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");

	private static final Pattern HYPHEN_AT_AN_END = Pattern.compile("^-|-$");

	/**
	 * Checks the text.
	 * @param value the text
	 * @throws IllegalArgumentException if the text is not of the form that {@link Slug}
	 * states
	 */
	public Slug {
		Assert.isTrue(isSlug(value),
				() -> "Slug '" + value + "' must match " + SYNTAX + " and have " + MAX_LENGTH + " characters at most");
	}

	/**
	 * Makes a slug.
	 * @param value the text
	 * @return the slug
	 * @throws IllegalArgumentException if the text is not of the form that {@link Slug}
	 * states
	 */
	@JsonCreator
	public static Slug of(String value) {
		return new Slug(value);
	}

	/**
	 * Makes a slug of a text that may not be one.
	 * @param value the text
	 * @return the slug; empty if the text is not of the form that {@link Slug} states
	 */
	public static Optional<Slug> parse(String value) {
		return isSlug(value) ? Optional.of(new Slug(value)) : Optional.empty();
	}

	/**
	 * Makes a slug of a name: accents are dropped, and whatever is neither a Latin letter
	 * nor a digit separates words.
	 * @param name the name
	 * @return the slug; empty if the name has no Latin letter and no digit
	 */
	public static Optional<Slug> derivedFrom(String name) {
		String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD);
		String letters = COMBINING_MARKS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
		String words = trim(BETWEEN_WORDS.matcher(letters).replaceAll("-"));
		return parse((words.length() > MAX_LENGTH) ? trim(words.substring(0, MAX_LENGTH)) : words);
	}

	private static boolean isSlug(String value) {
		return value.length() <= MAX_LENGTH && PATTERN.matcher(value).matches();
	}

	private static String trim(String words) {
		return HYPHEN_AT_AN_END.matcher(words).replaceAll("");
	}

	@Override
	public int compareTo(Slug other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
