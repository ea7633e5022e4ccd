import type { SeededRandom } from '#core/lib/seeded-random.ts'
import { words } from '../country-style.ts'

/** Given names and surnames in use across the Spanish-speaking countries. */
export const SPANISH_FEMALE = words(`
  María; Carmen; Lucía; Ana; Laura; Marta; Paula; Elena; Sara; Isabel; Cristina; Raquel; Beatriz; Silvia;
  Rosa; Pilar; Inés; Nuria; Teresa; Irene; Alba; Claudia; Julia; Noelia; Verónica; Sonia; Natalia; Andrea;
  Patricia; Rocío; Ángela; Esther; Lorena; Eva; Gloria; Concepción; Susana; Miriam; Belén; Valeria
`)

export const SPANISH_MALE = words(`
  Antonio; José; Manuel; Francisco; David; Juan; Javier; Daniel; Carlos; Jesús; Alejandro; Miguel; Rafael;
  Pedro; Pablo; Ángel; Sergio; Fernando; Jorge; Luis; Alberto; Álvaro; Diego; Adrián; Raúl; Ramón; Enrique;
  Iván; Vicente; Rubén; Óscar; Andrés; Joaquín; Santiago; Víctor; Eduardo; Mario; Roberto; Jaime; Ignacio
`)

/** One given name or, at this rate, two different ones. */
export function givenName(random: SeededRandom, names: readonly string[], doubled: number): string {
  const isDouble = random.chance(doubled)
  const first = random.pick(names)
  return isDouble ? `${first} ${random.pick(names.filter((name) => name !== first))}` : first
}

/** None of them is a given name too: `Vicente Vicente` is real, but looks like a slip. */
export const SPANISH_SURNAMES = words(`
  García; Rodríguez; González; Fernández; López; Martínez; Sánchez; Pérez; Gómez; Martín; Jiménez; Ruiz;
  Hernández; Díaz; Moreno; Álvarez; Muñoz; Romero; Alonso; Gutiérrez; Navarro; Torres; Domínguez; Vázquez;
  Ramos; Gil; Ramírez; Serrano; Blanco; Molina; Morales; Suárez; Ortega; Delgado; Castro; Ortiz; Rubio;
  Marín; Sanz; Núñez; Iglesias; Medina; Garrido; Cortés; Castillo; Santos; Lozano; Guerrero; Cano; Prieto;
  Méndez; Cruz; Calvo; Gallego; Vidal; León; Márquez; Herrera; Peña; Flores; Cabrera; Campos; Vega;
  Fuentes; Carrasco; Diez; Reyes; Nieto; Aguilar; Pascual; Herrero; Lorenzo; Montero; Hidalgo; Giménez;
  Ibáñez; Ferrer; Durán; Benítez; Vargas; Mora; Arias; Carmona; Crespo; Pastor; Soto;
  Sáez; Velasco; Soler; Moya; Esteban; Parra; Bravo; Gallardo; Rojas; Ibarra; Quiroga
`)
