package io.freshet.problems;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.ParameterValidationResult;

/**
 * One field of a request and what is wrong with it.
 *
 * @param field where it stands in the request, for example {@code tags[0]}
 * @param message what it must be
 * @param rejected what it is; absent if that is nothing or too long to be repeated
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FieldProblem(String field, String message, @Nullable Object rejected) {

	private static final int LONGEST_REPEATED = 100;

	static List<FieldProblem> of(BindingResult result) {
		return result.getAllErrors().stream().map(FieldProblem::of).toList();
	}

	static List<FieldProblem> of(ParameterValidationResult result) {
		String parameter = String.valueOf(result.getMethodParameter().getParameterName());
		return result.getResolvableErrors()
			.stream()
			.map((error) -> (error instanceof ObjectError object) ? of(object)
					: new FieldProblem(parameter, message(error), repeatable(result.getArgument())))
			.toList();
	}

	private static FieldProblem of(ObjectError error) {
		return (error instanceof FieldError field)
				? new FieldProblem(field.getField(), message(field), repeatable(field.getRejectedValue()))
				: new FieldProblem("", message(error), null);
	}

	private static String message(MessageSourceResolvable error) {
		String message = error.getDefaultMessage();
		return (message != null) ? message : "is not valid";
	}

	private static @Nullable Object repeatable(@Nullable Object value) {
		if (value instanceof Number || value instanceof Boolean) {
			return value;
		}
		return (value instanceof CharSequence text && text.length() <= LONGEST_REPEATED) ? text.toString() : null;
	}

}
