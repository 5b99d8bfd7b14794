/** What the shop sells. */
export interface Item {
  sku: string;
  name: string;
  description: string;
  /** Price of one, in cents. */
  cents: number;
  /** Whether it can be sent overnight; large furniture cannot. */
  express: boolean;
}

const items: Item[] = [
  {
    sku: "LMP-210",
    name: "Desk lamp",
    description: "Dimmable, warm white, clamps to a table top of up to 5 cm",
    cents: 3490,
    express: true,
  },
  {
    sku: "LMP-340",
    name: "Floor lamp",
    description: "Indirect light, 170 cm, foot switch",
    cents: 8950,
    express: true,
  },
  {
    sku: "NTB-105",
    name: "Notebook, A5",
    description: "192 pages, ruled, numbered, lies flat",
    cents: 690,
    express: true,
  },
  {
    sku: "NTB-104",
    name: "Notebook, A4",
    description: '160 pages, squared, "archive" paper',
    cents: 940,
    express: true,
  },
  {
    sku: "KTL-017",
    name: "Kettle",
    description: "1.7 l, steel, switches off by itself",
    cents: 4200,
    express: true,
  },
  {
    sku: "CHR-820",
    name: "Office chair",
    description: "Adjustable arms and lumbar support, soft castors",
    cents: 24900,
    express: false,
  },
  {
    sku: "DSK-160",
    name: "Standing desk",
    description: "160 × 80 cm, two motors, four stored heights",
    cents: 54900,
    express: false,
  },
  {
    sku: "WHB-120",
    name: "Whiteboard",
    description: "120 × 90 cm, magnetic, with tray",
    cents: 7900,
    express: false,
  },
];

/** The items whose name or description contains every word asked for, whatever its case. */
export function searchItems(words: string): Item[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ name, description }) => {
    const text = `${name} ${description}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** The item with this number. */
export function findItem(sku: string): Item | undefined {
  return items.find((item) => item.sku === sku);
}
