// Reading aloud, loaded when it is first asked for: the text by the browser's speech, in one piece; a
// second tap ends it.

export function toggleSpeech(text) {
  if (speechSynthesis.speaking) {
    speechSynthesis.cancel();
    return;
  }
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = "zh-CN";
  speechSynthesis.speak(utterance);
}
