// A breath: what comes after it is a task of its own, so that a press or a key between them is heard.
export const breath = (): Promise<void> => new Promise((done) => { setTimeout(done); });
