// QR code of a URL as the path of an SVG, by a library that is loaded at the first use.

// The side of the code in modules, with its quiet zone, and the data of the path.
export async function qrPath(url) {
  const { encode } = await import("uqr");
  const { data, size } = encode(url, { ecc: "M", border: 4 });
  let path = "";
  data.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (isDark) path += `M${x} ${y}.5h1`;
    }),
  );
  return { size, path };
}
