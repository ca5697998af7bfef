package io.freshet.tags.mergepatch;

import java.lang.reflect.Method;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Validator;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.server.ServerWebInputException;

/**
 * Applies JSON merge patches (RFC 7396).
 */
@Component
public class MergePatches {

	/**
	 * Media type of a merge patch.
	 */
	public static final String MEDIA_TYPE = "application/merge-patch+json";

	private static final Method APPLY = ClassUtils.getMethod(MergePatches.class, "apply", JsonNode.class, Object.class);

	private final JsonMapper json;

	private final Validator validator;

	MergePatches(JsonMapper json, Validator validator) {
		this.json = json;
		this.validator = validator;
	}

	/**
	 * Applies a patch and checks what comes out, as if the client had sent that.
	 * @param <T> the type of what is patched
	 * @param patch the patch
	 * @param current what is patched; not changed
	 * @return the patched value
	 * @throws ServerWebInputException if what comes out is not of that type
	 * @throws WebExchangeBindException if what comes out breaks the constraints of that
	 * type
	 */
	public <T> T apply(JsonNode patch, T current) {
		T patched = read(merge(this.json.valueToTree(current), patch), current);
		BeanPropertyBindingResult errors = new BeanPropertyBindingResult(patched, "patched");
		this.validator.validate(patched, errors);
		if (errors.hasErrors()) {
			throw new WebExchangeBindException(new MethodParameter(APPLY, 0), errors);
		}
		return patched;
	}

	@SuppressWarnings("unchecked")
	private <T> T read(JsonNode merged, T current) {
		Class<T> type = (Class<T>) current.getClass();
		try {
			// A field that cannot be patched must not be ignored, whatever the mapper
			// does elsewhere.
			T value = this.json.readerFor(type)
				.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
				.readValue(merged);
			if (value != null) {
				return value;
			}
			throw new ServerWebInputException("A patch must be a JSON object");
		}
		catch (JacksonException ex) {
			throw new ServerWebInputException("The patch does not fit: " + ex.getOriginalMessage(), null, ex);
		}
	}

	static JsonNode merge(JsonNode target, JsonNode patch) {
		if (!(patch instanceof ObjectNode changes)) {
			return patch;
		}
		ObjectNode merged = (target instanceof ObjectNode object) ? object.deepCopy() : changes.objectNode();
		changes.forEachEntry((name, change) -> {
			if (change.isNull()) {
				merged.remove(name);
			}
			else {
				merged.set(name, merge(merged.path(name), change));
			}
		});
		return merged;
	}

}
