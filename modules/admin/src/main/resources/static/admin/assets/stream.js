// Reading server-sent events from an answer that no EventSource can ask for.

export async function* events(body) {
	const reader = body.pipeThrough(new TextDecoderStream()).getReader();
	let rest = "";
	for (;;) {
		const { done, value } = await reader.read();
		rest += done ? "\n\n" : value.replaceAll("\r", "");
		const blocks = rest.split("\n\n");
		rest = blocks.pop();
		for (const block of blocks) {
			const event = parse(block);
			if (event) {
				yield event;
			}
		}
		if (done) {
			return;
		}
	}
}

function parse(block) {
	let type = "message";
	const data = [];
	for (const line of block.split("\n")) {
		if (line.startsWith("event:")) {
			type = line.slice(6).trim();
		}
		else if (line.startsWith("data:")) {
			data.push(line.slice(5).trimStart());
		}
	}
	return data.length > 0 ? { type, data: JSON.parse(data.join("\n")) } : null;
}
