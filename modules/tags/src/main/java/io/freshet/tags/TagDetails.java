package io.freshet.tags;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What people may say of a tag and change later.
 *
 * @param name the name that readers see, 1 to {@value #NAME_LENGTH} characters
 * @param description what the tag is for, {@value #DESCRIPTION_LENGTH} characters at
 * most, or {@code null}
 */
public record TagDetails(String name, @Nullable String description) {

	/**
	 * Longest name, in characters.
	 */
	public static final int NAME_LENGTH = 60;

	/**
	 * Longest description, in characters.
	 */
	public static final int DESCRIPTION_LENGTH = 500;

	/**
	 * Checks the lengths.
	 * @param name the name
	 * @param description the description
	 * @throws IllegalArgumentException if one is too short or too long
	 */
	public TagDetails {
		Assert.isTrue(!name.isBlank() && name.length() <= NAME_LENGTH,
				() -> "Name of a tag must have 1 to " + NAME_LENGTH + " characters and not be blank");
		Assert.isTrue(description == null || description.length() <= DESCRIPTION_LENGTH,
				() -> "Description of a tag must have " + DESCRIPTION_LENGTH + " characters at most");
	}

}
