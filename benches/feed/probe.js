// Benchmark steps and timings; injected into the page of every variant.
{
  const probe = {};
  window.probe = probe;

  // Capture the module's WebAssembly memory, which no browser API reports.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const result = await instantiate(...args);
      probe.memory = (result.instance ?? result).exports.memory;
      return result;
    };
  }
  probe.module = () => probe.memory?.buffer.byteLength ?? 0;

  /** Resolves at the start of the next frame. */
  const frame = () => new Promise(requestAnimationFrame);
  const frames = async (count) => {
    for (; count > 0; count--) await frame();
  };

  /** Resolves after the current frame is rendered: a message is delivered only then. */
  const frameRendered = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    });

  const query = (css) => document.querySelector(css);

  /** The position of the last mounted card. */
  const lastPosition = () => {
    let node = query(".feed-pages").lastElementChild;
    while (node && !node.matches(".card")) {
      node = node.lastElementChild ?? node.previousElementSibling;
    }
    return Number(node?.getAttribute("aria-posinset"));
  };

  /** Snapshot of the mounted cards: elements, sorted attributes, text. */
  probe.cards = () =>
    [...document.querySelectorAll(".card, .card *")]
      .map(({ localName, attributes, firstChild }) => {
        const all = [...attributes].map(({ name, value }) => `${name}=${value}`).sort();
        return [localName, ...all, firstChild?.nodeValue].join(" | ");
      })
      .join("\n");

  /** Milliseconds from a tap that fills the list to the second frame after it. */
  probe.build = async () => {
    await frames(10);
    const start = performance.now();
    query("#fill").click();
    await frames(2);
    return performance.now() - start;
  };

  /** Scrolls down until the end of the list is reached. */
  const scrollToEnd = async (length) => {
    let before = -1;
    while (lastPosition() !== length || scrollY !== before) {
      before = scrollY;
      scrollTo(0, document.documentElement.scrollHeight);
      await frames(2);
    }
  };

  /** For each of `times` taps that append 20 cards: milliseconds until a frame with the cards
      is rendered, and until the second frame after that begins. */
  probe.append = async (length, times) => {
    const taps = [];
    for (; times > 0; times--, length += 20) {
      await scrollToEnd(length);
      await frame();
      const start = performance.now();
      query(".feed-more").click();
      await frameRendered();
      while (lastPosition() !== length + 20) {
        await frame();
        await frameRendered();
      }
      const rendered = performance.now() - start;
      await frames(2);
      taps.push([rendered, performance.now() - start]);
    }
    return taps;
  };

  /** Scrolls to the middle of the list. */
  probe.toMiddle = async () => {
    scrollTo(0, document.documentElement.scrollHeight / 2);
    await frames(10);
    return 0;
  };

  /** Frame times in milliseconds of `steps` frames that scroll by 400 px each; the direction
      reverses at an end of the list. */
  probe.scroll = async (steps) => {
    const maxScroll = document.documentElement.scrollHeight - innerHeight;
    const times = [];
    let delta = 400;
    let before = await frame();
    for (; steps > 0; steps--) {
      if (scrollY + delta > maxScroll || scrollY + delta < 0) delta = -delta;
      scrollBy(0, delta);
      const now = await frame();
      times.push(now - before);
      before = now;
    }
    return times;
  };

  /** Number of nodes in the document, including text and comment nodes. */
  probe.nodes = () => {
    const walker = document.createTreeWalker(document);
    let nodes = 1;
    while (walker.nextNode()) nodes++;
    return nodes;
  };

  /** Starts measuring the bytes of JavaScript and DOM; the result arrives in `counted`, because
      browsers measure during garbage collection. */
  probe.count = async () => {
    delete probe.counted;
    // Nodes removed just now are still referenced by the frame on the screen.
    await frames(10);
    performance.measureUserAgentSpecificMemory().then(({ bytes }) => (probe.counted = bytes));
    return 0;
  };
  probe.whenCounted = async () => {
    while (probe.counted === undefined) await frame();
    return probe.counted;
  };
}
