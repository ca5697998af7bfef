package io.freshet.tags.paging;

/**
 * A query parameter of a listing has a value that is not allowed.
 */
public class InvalidParameterException extends RuntimeException {

	private final String parameter;

	private final String allowed;

	/**
	 * Makes an exception.
	 * @param parameter the name of the parameter
	 * @param value its value
	 * @param allowed which values are allowed
	 */
	public InvalidParameterException(String parameter, String value, String allowed) {
		super("Parameter '" + parameter + "' is '" + value + "' but must be " + allowed);
		this.parameter = parameter;
		this.allowed = allowed;
	}

	/**
	 * Returns the name of the parameter.
	 * @return the name
	 */
	public String parameter() {
		return this.parameter;
	}

	/**
	 * Returns which values are allowed.
	 * @return a phrase
	 */
	public String allowed() {
		return this.allowed;
	}

}
